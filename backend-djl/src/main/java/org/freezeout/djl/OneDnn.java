package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import com.sun.jna.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Keeps the convolutions of PyTorch right. Its library for them, oneDNN 3.7, asks an AMD processor
 * for the size of its caches. A virtual machine may hide that: oneDNN then takes the first cache to
 * be one byte, and where a number of channels is not a multiple of 8 or 16 its convolutions are
 * wrong without a word. With SSE4.1 instructions alone it lays out its memory in another way and is
 * right, at up to half the speed.
 */
final class OneDnn {

  /** The environment variable that limits the instructions it uses. */
  static final String LIMIT = "ONEDNN_MAX_CPU_ISA";

  private OneDnn() {}

  /** Limits oneDNN where it would compute wrongly. Only works before its first convolution. */
  static void limit() {
    if (isMisled()) {
      // Java cannot set a variable that native code will see.
      Function.getFunction("c", "setenv").invokeInt(new Object[] {LIMIT, "SSE41", 0});
    }
  }

  /** Whether it would compute wrongly on this machine. */
  static boolean isMisled() {
    return isMisled(Path.of("/proc/cpuinfo"), Path.of("/sys/devices/system/cpu/cpu0/cache"));
  }

  /** Whether this is an AMD processor, on Linux, whose caches cannot be seen. */
  static boolean isMisled(Path cpuinfo, Path caches) {
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines.anyMatch(line -> line.matches("vendor_id\\s*: AuthenticAMD"))
          && !Files.exists(caches.resolve("index0"));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether a convolution's gradient is right: that of the sum over the outputs of a 3x3
   * convolution by ones is the number of windows that an input is in, times the output channels.
   */
  static boolean isRight(Engine engine) {
    int channels = 7;
    int side = 4;
    try (NDManager scope = engine.newBaseManager(Device.cpu())) {
      NDArray images = scope.zeros(new Shape(2, channels, side, side));
      NDArray weights = scope.ones(new Shape(channels, channels, 3, 3));
      images.setRequiresGradient(true);
      try (GradientCollector collector = engine.newGradientCollector()) {
        Shape one = new Shape(1, 1);
        collector.backward(
            Conv2d.conv2d(images, weights, null, one, one, one, 1).singletonOrThrow().sum());
      }
      float[] gradient = images.getGradient().toFloatArray();
      for (int i = 0; i < gradient.length; i++) {
        int rows = i / side % side % (side - 1) == 0 ? 2 : 3;
        int columns = i % side % (side - 1) == 0 ? 2 : 3;
        if (gradient[i] != rows * columns * channels) {
          return false;
        }
      }
      return true;
    }
  }
}
