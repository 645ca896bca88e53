package org.freezeout.cost;

/**
 * A predicted saving with its 90 % interval.
 *
 * @param saving a fraction; negative where freezing makes steps slower
 * @param low lower end of the interval
 * @param high upper end
 */
public record SavingInterval(double saving, double low, double high) {

  /** The probability that the interval claims. */
  public static final double CONFIDENCE = 0.9;

  /** Half its width. */
  public double halfWidth() {
    return (high - low) / 2;
  }
}
