package org.freezeout.schedule;

/** Argument checks that name the argument and its value; NaN fails every one of them. */
final class Checks {

  private Checks() {}

  static double positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be finite and greater than 0, got " + value);
    }
    return value;
  }

  static double unitInterval(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must lie in (0, 1], got " + value);
    }
    return value;
  }

  static double progress(double t) {
    if (!(t >= 0)) {
      throw new IllegalArgumentException("progress t must be at least 0, got " + t);
    }
    return t;
  }

  static int atLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
    return value;
  }

  static int index(String name, int value, int size) {
    if (value < 0 || value >= size) {
      throw new IllegalArgumentException(
          name + " must lie in [0, " + (size - 1) + "], got " + value);
    }
    return value;
  }
}
