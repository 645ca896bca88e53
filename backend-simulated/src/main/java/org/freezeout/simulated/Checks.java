package org.freezeout.simulated;

/** Checks of the fields of a cost file; NaN fails every one of them. */
final class Checks {

  /** No step and no evaluation takes longer: a day. */
  private static final double MAX_SECONDS = 86_400;

  private Checks() {}

  /** What is not in a file is 0. */
  static double orZero(Double value) {
    return value == null ? 0 : value;
  }

  static double seconds(String field, double value) {
    return within(field, 0, MAX_SECONDS, value);
  }

  static double within(String field, double least, double most, double value) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          field + " must lie in [" + least + ", " + most + "], got " + value);
    }
    return value;
  }
}
