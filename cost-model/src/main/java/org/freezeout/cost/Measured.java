package org.freezeout.cost;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean that was measured.
 *
 * @param value the mean, finite and at least 0
 * @param halfWidth half the width of its 90 % interval, finite and at least 0
 */
public record Measured(double value, double halfWidth) {

  /** Nothing, known exactly. */
  public static final Measured ZERO = new Measured(0, 0);

  private static final double UPPER_TAIL = 1 - (1 - SavingInterval.CONFIDENCE) / 2;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its domain
   */
  public Measured {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a mean must be finite and at least 0, got " + value);
    }
    if (!(halfWidth >= 0 && halfWidth < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "half a width must be finite and at least 0, got " + halfWidth);
    }
  }

  /**
   * The mean of values that scatter independently, with Student's interval.
   *
   * @param values at least two
   * @throws IllegalArgumentException if there are fewer
   */
  public static Measured of(double[] values) {
    if (values.length < 2) {
      throw new IllegalArgumentException(
          "a mean needs at least two values, got " + Arrays.toString(values));
    }
    double error = Math.sqrt(StatUtils.variance(values) / values.length);
    return new Measured(StatUtils.mean(values), error * quantile(values.length - 1));
  }

  /** The same in a unit that is so many times smaller. */
  public Measured times(double factor) {
    return new Measured(value * factor, halfWidth * factor);
  }

  /** How many standard errors half a 90 % interval is wide. */
  static double quantile(double degreesOfFreedom) {
    return new TDistribution(degreesOfFreedom).inverseCumulativeProbability(UPPER_TAIL);
  }
}
