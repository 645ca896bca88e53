package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.List;

/** Networks as torchvision defines them, its names included, for images of 3x224x224. */
final class ConvolutionalNetworks {

  private final GraphBuilder g = new GraphBuilder();
  private String x = g.input("input", "batch_size", 3, 224, 224);

  private ConvolutionalNetworks() {}

  static ModelProto named(String name) {
    ConvolutionalNetworks network = new ConvolutionalNetworks();
    switch (name) {
      case "alexnet" -> network.alexNet();
      case "vgg16" -> network.vgg16();
      case "resnet18" -> network.resNet(false, 2, 2, 2, 2);
      case "resnet50" -> network.resNet(true, 3, 4, 6, 3);
      case "mobilenet_v2" -> network.mobileNetV2();
      case "squeezenet1_0" -> network.squeezeNet("1.0");
      case "squeezenet1_1" -> network.squeezeNet("1.1");
      case "googlenet" -> network.googLeNet();
      case "densenet121" -> network.denseNet121();
      default -> throw new IllegalArgumentException(name);
    }
    return network.g.build(network.x);
  }

  private void convolution(String module, int out, int kernel, int stride, int pad, boolean bias) {
    x = g.convolution(module, x, out, kernel, stride, pad, 1, bias);
  }

  private void convolutionAndNorm(
      String convolution, String norm, int out, int kernel, int stride, int pad, int groups) {
    x = g.convolution(convolution, x, out, kernel, stride, pad, groups, false);
    x = g.batchNorm(norm, x);
  }

  private void relu() {
    x = g.relu(x);
  }

  private void flatten(int side) {
    int size = g.channels(x) * side * side;
    x = g.as(g.node("Flatten", "", x).withOne("axis", 1).add(), size);
  }

  private void globalPool() {
    x = g.simple("GlobalAveragePool", x);
    flatten(1);
  }

  private void dense(String module, int out) {
    x = g.gemm(module, x, g.channels(x), out, true);
  }

  private void alexNet() {
    convolution("features.0", 64, 11, 4, 2, true);
    relu();
    x = g.maxPool(x, 3, 2, 0);
    convolution("features.3", 192, 5, 1, 2, true);
    relu();
    x = g.maxPool(x, 3, 2, 0);
    convolution("features.6", 384, 3, 1, 1, true);
    relu();
    convolution("features.8", 256, 3, 1, 1, true);
    relu();
    convolution("features.10", 256, 3, 1, 1, true);
    relu();
    x = g.maxPool(x, 3, 2, 0);
    flatten(6);
    dense("classifier.1", 4096);
    relu();
    dense("classifier.4", 4096);
    relu();
    dense("classifier.6", 1000);
  }

  private void vgg16() {
    int index = 0;
    for (int out :
        new int[] {64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0}) {
      if (out == 0) {
        x = g.maxPool(x, 2, 2, 0);
        index++;
      } else {
        convolution("features." + index, out, 3, 1, 1, true);
        relu();
        index += 2;
      }
    }
    flatten(7);
    dense("classifier.0", 4096);
    relu();
    dense("classifier.3", 4096);
    relu();
    dense("classifier.6", 1000);
  }

  private void resNet(boolean bottleneck, int... blocks) {
    convolutionAndNorm("conv1", "bn1", 64, 7, 2, 3, 1);
    relu();
    x = g.maxPool(x, 3, 2, 1);
    for (int stage = 1; stage <= 4; stage++) {
      int width = 64 << (stage - 1);
      int out = bottleneck ? 4 * width : width;
      for (int i = 0; i < blocks[stage - 1]; i++) {
        String block = "layer" + stage + "." + i;
        int stride = stage > 1 && i == 0 ? 2 : 1;
        String shortcut = x;
        if (bottleneck) {
          convolutionAndNorm(block + ".conv1", block + ".bn1", width, 1, 1, 0, 1);
          relu();
          convolutionAndNorm(block + ".conv2", block + ".bn2", width, 3, stride, 1, 1);
          relu();
          convolutionAndNorm(block + ".conv3", block + ".bn3", out, 1, 1, 0, 1);
        } else {
          convolutionAndNorm(block + ".conv1", block + ".bn1", width, 3, stride, 1, 1);
          relu();
          convolutionAndNorm(block + ".conv2", block + ".bn2", width, 3, 1, 1, 1);
        }
        String body = x;
        if (g.channels(shortcut) != out) {
          x = shortcut;
          convolutionAndNorm(
              block + ".downsample.0", block + ".downsample.1", out, 1, stride, 0, 1);
          shortcut = x;
        }
        x = g.simple("Add", body, shortcut);
        relu();
      }
    }
    globalPool();
    dense("fc", 1000);
  }

  private void mobileNetV2() {
    convolutionAndNorm("features.0.0", "features.0.1", 32, 3, 2, 1, 1);
    int[][] stages = {
      {1, 16, 1, 1},
      {6, 24, 2, 2},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };
    int index = 1;
    for (int[] stage : stages) {
      for (int i = 0; i < stage[2]; i++) {
        invertedResidual("features." + index++, stage[0], stage[1], i == 0 ? stage[3] : 1);
      }
    }
    convolutionAndNorm("features.18.0", "features.18.1", 1280, 1, 1, 0, 1);
    globalPool();
    dense("classifier.1", 1000);
  }

  private void invertedResidual(String block, int expansion, int out, int stride) {
    String before = x;
    int in = g.channels(x);
    int hidden = in * expansion;
    int index = 0;
    if (expansion > 1) {
      convolutionAndNorm(block + ".conv.0.0", block + ".conv.0.1", hidden, 1, 1, 0, 1);
      index++;
    }
    String depthwise = block + ".conv." + index++;
    convolutionAndNorm(depthwise + ".0", depthwise + ".1", hidden, 3, stride, 1, hidden);
    x = g.simple("Clip", x);
    convolutionAndNorm(block + ".conv." + index, block + ".conv." + (index + 1), out, 1, 1, 0, 1);
    if (stride == 1 && in == out) {
      x = g.simple("Add", before, x);
    }
  }

  private void squeezeNet(String version) {
    boolean old = version.equals("1.0");
    convolution("features.0", old ? 96 : 64, old ? 7 : 3, 2, 0, true);
    relu();
    List<Integer> poolings = old ? List.of(2, 6, 11) : List.of(2, 5, 8);
    int[] squeezes = {16, 16, 32, 32, 48, 48, 64, 64};
    int index = 2;
    for (int squeeze : squeezes) {
      if (poolings.contains(index)) {
        x = g.pool("MaxPool", x, 3, 2, 0, true);
        index++;
      }
      String fire = "features." + index++;
      convolution(fire + ".squeeze", squeeze, 1, 1, 0, true);
      relu();
      String narrow = g.convolution(fire + ".expand1x1", x, 4 * squeeze, 1, 1, 0, 1, true);
      String wide = g.convolution(fire + ".expand3x3", x, 4 * squeeze, 3, 1, 1, 1, true);
      x = g.concat(1, g.relu(narrow), g.relu(wide));
    }
    convolution("classifier.1", 1000, 1, 1, 0, true);
    globalPool();
  }

  private void basic(String module, int out, int kernel, int stride, int pad) {
    convolutionAndNorm(module + ".conv", module + ".bn", out, kernel, stride, pad, 1);
    relu();
  }

  private void googLeNet() {
    basic("conv1", 64, 7, 2, 3);
    x = g.pool("MaxPool", x, 3, 2, 0, true);
    basic("conv2", 64, 1, 1, 0);
    basic("conv3", 192, 3, 1, 1);
    x = g.pool("MaxPool", x, 3, 2, 0, true);
    inception("inception3a", 64, 96, 128, 16, 32, 32);
    inception("inception3b", 128, 128, 192, 32, 96, 64);
    x = g.pool("MaxPool", x, 3, 2, 0, true);
    inception("inception4a", 192, 96, 208, 16, 48, 64);
    inception("inception4b", 160, 112, 224, 24, 64, 64);
    inception("inception4c", 128, 128, 256, 24, 64, 64);
    inception("inception4d", 112, 144, 288, 32, 64, 64);
    inception("inception4e", 256, 160, 320, 32, 128, 128);
    x = g.pool("MaxPool", x, 2, 2, 0, true);
    inception("inception5a", 256, 160, 320, 32, 128, 128);
    inception("inception5b", 384, 192, 384, 48, 128, 128);
    globalPool();
    dense("fc", 1000);
  }

  /** Torchvision's has 3x3 where the paper has 5x5. */
  private void inception(String name, int one, int red3, int out3, int red5, int out5, int pool) {
    String input = x;
    basic(name + ".branch1", one, 1, 1, 0);
    String first = x;
    x = input;
    basic(name + ".branch2.0", red3, 1, 1, 0);
    basic(name + ".branch2.1", out3, 3, 1, 1);
    String second = x;
    x = input;
    basic(name + ".branch3.0", red5, 1, 1, 0);
    basic(name + ".branch3.1", out5, 3, 1, 1);
    String third = x;
    x = g.pool("MaxPool", input, 3, 1, 1, true);
    basic(name + ".branch4.1", pool, 1, 1, 0);
    x = g.concat(1, first, second, third, x);
  }

  private void denseNet121() {
    convolutionAndNorm("features.conv0", "features.norm0", 64, 7, 2, 3, 1);
    relu();
    x = g.maxPool(x, 3, 2, 1);
    int[] blocks = {6, 12, 24, 16};
    for (int block = 1; block <= 4; block++) {
      List<String> features = new ArrayList<>(List.of(x));
      for (int layer = 1; layer <= blocks[block - 1]; layer++) {
        String name = "features.denseblock" + block + ".denselayer" + layer;
        x = g.relu(g.batchNorm(name + ".norm1", g.concat(1, features.toArray(String[]::new))));
        convolution(name + ".conv1", 128, 1, 1, 0, false);
        x = g.relu(g.batchNorm(name + ".norm2", x));
        convolution(name + ".conv2", 32, 3, 1, 1, false);
        features.add(x);
      }
      x = g.concat(1, features.toArray(String[]::new));
      if (block < 4) {
        String transition = "features.transition" + block;
        x = g.relu(g.batchNorm(transition + ".norm", x));
        convolution(transition + ".conv", g.channels(x) / 2, 1, 1, 0, false);
        x = g.pool("AveragePool", x, 2, 2, 0, false);
      }
    }
    x = g.relu(g.batchNorm("features.norm5", x));
    globalPool();
    dense("classifier", 1000);
  }
}
