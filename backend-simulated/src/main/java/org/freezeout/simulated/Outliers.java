package org.freezeout.simulated;

/**
 * Steps that take much longer than others, such as when another program wakes up.
 *
 * @param probability of each step to be one, in [0, 1]
 * @param factor by which it takes longer, in [1, 1000]
 */
public record Outliers(double probability, double factor) {

  /** There are none. */
  public static final Outliers NONE = new Outliers(0, 1);

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is outside its domain, naming the field and the value
   */
  public Outliers {
    Checks.within("probability", 0, 1, probability);
    Checks.within("factor", 1, 1000, factor);
  }
}
