package org.freezeout.schedule;

/** Whether a layer that freezes early starts at a higher learning rate to make up for it. */
public enum RateScaling {
  /** Every layer starts at the base rate: a_i(0) = a. */
  UNSCALED,
  /**
   * Every layer travels the same distance: a_i(0) = a / t_i, so that the integral of a_i over [0,
   * t_i] is a / 2 for every layer.
   */
  SCALED;

  /**
   * The rate a_i(0) at which a layer starts.
   *
   * @param baseRate the base rate a, finite and greater than 0
   * @param freezeTime the layer's t_i, in (0, 1]
   * @throws IllegalArgumentException if an argument is outside its domain or a / t_i is not finite
   */
  public double initialRate(double baseRate, double freezeTime) {
    Checks.positive("baseRate", baseRate);
    Checks.unitInterval("freezeTime", freezeTime);
    return switch (this) {
      case UNSCALED -> baseRate;
      case SCALED -> scaled(baseRate, freezeTime);
    };
  }

  private static double scaled(double baseRate, double freezeTime) {
    double rate = baseRate / freezeTime;
    if (rate == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "baseRate / freezeTime must be finite, got " + baseRate + " / " + freezeTime);
    }
    return rate;
  }
}
