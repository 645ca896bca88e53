package org.freezeout.architecture;

/** Checks of sizes and the arithmetic of sliding windows. */
final class Sizes {

  private Sizes() {}

  static int atLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
    return value;
  }

  static void window(int kernel, int stride, int padding) {
    atLeast("kernel", 1, kernel);
    atLeast("stride", 1, stride);
    atLeast("padding", 0, padding);
    if (padding >= kernel) {
      throw new IllegalArgumentException(
          "padding must be below the kernel " + kernel + ", got " + padding);
    }
  }

  /** How many windows fit along a side of a map. */
  static int windows(FeatureShape input, int side, int kernel, int stride, int padding) {
    long room = (long) side + 2L * padding - kernel;
    if (room < 0) {
      throw new IllegalArgumentException(
          "a kernel of "
              + kernel
              + " with padding "
              + padding
              + " does not fit into an input of "
              + input);
    }
    return (int) (room / stride) + 1;
  }
}
