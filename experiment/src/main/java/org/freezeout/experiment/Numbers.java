package org.freezeout.experiment;

/** Argument checks that name the argument and its value; NaN fails every one of them. */
final class Numbers {

  /** More than any run takes, and little enough that sums of them can be drawn. */
  private static final double MOST_SECONDS = 1e15;

  private Numbers() {}

  static int atLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
    return value;
  }

  static long atLeast(String name, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
    return value;
  }

  /** A duration in seconds. */
  static double seconds(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be finite and at least 0, got " + value);
    }
    if (value > MOST_SECONDS) {
      throw new IllegalArgumentException(
          name + " must be at most " + MOST_SECONDS + ", got " + value);
    }
    return value;
  }

  /** A share in percent, or null where there is none. */
  static Double percent(String name, Double value) {
    if (value != null && !(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException(name + " must lie in [0, 100], got " + value);
    }
    return value;
  }

  /** What a file must not leave out. */
  static <T> T present(String name, T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
