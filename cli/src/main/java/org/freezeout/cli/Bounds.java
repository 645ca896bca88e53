package org.freezeout.cli;

/** Checks of options that no other module checks. */
final class Bounds {

  private Bounds() {}

  static int within(String option, int least, int most, int value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must lie in [" + least + ", " + most + "], got " + value);
    }
    return value;
  }
}
