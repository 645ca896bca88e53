package org.freezeout.experiment;

/** Argument checks that name the argument and its value. */
final class Numbers {

  private Numbers() {}

  static int atLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
    return value;
  }
}
