package org.freezeout.data;

/** Argument checks that name the argument and its value. */
final class Checks {

  private Checks() {}

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
