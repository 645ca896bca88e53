#!/usr/bin/env python3
"""Times training steps of the validated networks in plain PyTorch, to place DJL's throughput.

    python3 torch_throughput.py --device cuda:0 --arch wrn-16-4,densenet-bc-76-12 --batch 128

The same networks, batch, optimizer (SGD, Nesterov momentum 0.9, weight decay 1e-4) and 32-bit floats as FreezeOut trains
with, on random images; each step with the device synchronised before and after. Prints one JSON object a network.
"""
import argparse
import json
import platform
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

# Multiply-accumulates of a forward pass of one 32x32 image with 10 classes, by `freezeout predict`.
MACS = {"wrn-16-4": 392_612_352, "densenet-bc-76-12": 187_216_404}


def conv(i, o, kernel, stride=1):
    return nn.Conv2d(i, o, kernel, stride, kernel // 2, bias=False)


class WideBlock(nn.Module):
    """Pre-activation; where the shape changes, the shortcut starts behind the first activation."""

    def __init__(self, i, o, stride):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(i), conv(i, o, 3, stride)
        self.bn2, self.conv2 = nn.BatchNorm2d(o), conv(o, o, 3)
        self.shortcut = conv(i, o, 1, stride) if i != o else None

    def forward(self, x):
        a = F.relu(self.bn1(x))
        y = self.conv2(F.relu(self.bn2(self.conv1(a))))
        return y + (self.shortcut(a) if self.shortcut else x)


class Bottleneck(nn.Module):
    def __init__(self, i, growth):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(i), conv(i, 4 * growth, 1)
        self.bn2, self.conv2 = nn.BatchNorm2d(4 * growth), conv(4 * growth, growth, 3)

    def forward(self, x):
        y = self.conv1(F.relu(self.bn1(x)))
        return torch.cat([x, self.conv2(F.relu(self.bn2(y)))], 1)


def head(channels, classes):
    return [nn.BatchNorm2d(channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes)]


def wide_resnet(depth, width, classes=10):
    layers, channels = [conv(3, 16, 3)], 16
    for stage in range(3):
        out = width * 16 << stage
        for i in range((depth - 4) // 6):
            layers.append(WideBlock(channels, out, 2 if stage and not i else 1))
            channels = out
    return nn.Sequential(*layers, *head(channels, classes))


def densenet_bc(depth, growth, classes=10):
    channels = 2 * growth
    layers = [conv(3, channels, 3)]
    for block in range(3):
        for _ in range((depth - 4) // 6):
            layers.append(Bottleneck(channels, growth))
            channels += growth
        if block < 2:
            layers += [nn.BatchNorm2d(channels), nn.ReLU(), conv(channels, channels // 2, 1), nn.AvgPool2d(2)]
            channels //= 2
    return nn.Sequential(*layers, *head(channels, classes))


def network(name):
    family, *numbers = name.rsplit("-", 2)
    return {"wrn": wide_resnet, "densenet-bc": densenet_bc}[family](*map(int, numbers))


def macs(net):
    """Of convolutions and dense layers, one image, forward."""
    counted = []

    def count(module, _, output):
        counted.append(output.numel() * module.weight[0].numel())

    hooks = [m.register_forward_hook(count) for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    with torch.no_grad():
        net.eval()(torch.zeros(1, 3, 32, 32))
    for hook in hooks:
        hook.remove()
    return sum(counted)


def step_times(net, device, batch, steps, untimed):
    net = net.to(device).train()
    images = torch.randn(batch, 3, 32, 32, device=device)
    labels = torch.randint(10, (batch,), device=device)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4, nesterov=True)
    wait = (lambda: torch.cuda.synchronize(device)) if device.type == "cuda" else lambda: None
    times = []
    for step in range(untimed + steps):
        wait()
        start = time.perf_counter()
        optimizer.zero_grad()
        F.cross_entropy(net(images), labels).backward()
        optimizer.step()
        wait()
        if step >= untimed:
            times.append(time.perf_counter() - start)
    return times


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--device", default="cuda:0")
    options.add_argument("--arch", default="wrn-16-4,densenet-bc-76-12")
    options.add_argument("--batch", type=int, default=128)
    options.add_argument("--steps", type=int, default=200)
    options.add_argument("--untimed", type=int, default=20)
    o = options.parse_args()
    device = torch.device(o.device)
    torch.backends.cudnn.benchmark = True
    for name in o.arch.split(","):
        net = network(name)
        count = macs(net)
        if count != MACS.get(name, count):
            sys.exit(f"{name} has {count} multiply-accumulates, {MACS[name]} expected: it is another network")
        times = step_times(net, device, o.batch, o.steps, o.untimed)
        median = statistics.median(times)
        print(json.dumps({
            "arch": name, "batch": o.batch, "macs": count,
            "device": torch.cuda.get_device_name(device) if device.type == "cuda" else platform.processor() or "cpu",
            "torch": torch.__version__, "cuda": torch.version.cuda,
            "step_seconds": round(median, 6), "images_per_second": round(o.batch / median, 1), "steps": o.steps}), flush=True)


main()
