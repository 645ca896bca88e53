package org.freezeout.architecture;

/** Checks of sizes and the arithmetic of sliding windows. */
final class Sizes {

  /** The largest kernel and stride: with it no count of windows leaves an {@code int}. */
  private static final int MAX_WINDOW = 65_535;

  private static final int MAX_DEPTH = 1000;

  private Sizes() {}

  static int atLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
    return value;
  }

  static int within(String name, int least, int most, int value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must lie in [" + least + ", " + most + "], got " + value);
    }
    return value;
  }

  /** Checks the depth of a network of three stages with some layers each and 4 others. */
  static void depth(String family, int layers, int depth) {
    if (depth < 4 + layers || depth > MAX_DEPTH || (depth - 4) % layers != 0) {
      throw new IllegalArgumentException(
          "the depth of "
              + family
              + " must be 4 more than a multiple of "
              + layers
              + ", in ["
              + (4 + layers)
              + ", "
              + MAX_DEPTH
              + "], got "
              + depth);
    }
  }

  static void window(int kernel, int stride, int padding) {
    within("kernel", 1, MAX_WINDOW, kernel);
    within("stride", 1, MAX_WINDOW, stride);
    atLeast("padding", 0, padding);
    if (padding >= kernel) {
      throw new IllegalArgumentException(
          "padding must be below the kernel " + kernel + ", got " + padding);
    }
  }

  /** How many windows fit along a side of a map. */
  static int windows(FeatureShape input, int side, int kernel, int stride, int padding) {
    int room = side + 2 * padding - kernel;
    if (room < 0) {
      throw new IllegalArgumentException(
          "a kernel of "
              + kernel
              + " with padding "
              + padding
              + " does not fit into an input of "
              + input);
    }
    return room / stride + 1;
  }

  static long product(String what, long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw tooMany(what, e);
    }
  }

  static long sum(String what, long a, long b) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw tooMany(what, e);
    }
  }

  private static IllegalArgumentException tooMany(String what, ArithmeticException e) {
    return new IllegalArgumentException("more than " + Long.MAX_VALUE + " " + what, e);
  }
}
