package org.freezeout.schedule;

/**
 * How the freeze times of the layers are spread between the first layer's and the end of training.
 *
 * <pre>
 *   u_i = t_0 + (1 - t_0) * (i / (n - 1))     so u_0 = t_0 and u_{n-1} = 1
 *   t_i = u_i^p                               p = 1 linear, 2 squared, 3 cubic
 * </pre>
 *
 * <p>t_0 is chosen before the power: cubic spacing with t_0 = 0.8 freezes the first layer at 0.512.
 * Linear and cubic are the paper's; squared is found in the authors' code only.
 */
public enum Spacing {
  /** t_i = u_i. */
  LINEAR(1),
  /** t_i = u_i². */
  SQUARED(2),
  /** t_i = u_i³: early layers freeze earlier and late layers keep most of their time. */
  CUBIC(3);

  private final int power;

  Spacing(int power) {
    this.power = power;
  }

  /** The power p that is applied to u_i. */
  public int power() {
    return power;
  }

  /**
   * The freeze time t_i of one layer.
   *
   * @param t0 where the first layer freezes, before the power, in (0, 1]
   * @param layer index i of the layer from the input, in [0, layers)
   * @param layers number n of layers, at least 1; a single layer counts as the last and gets 1
   * @return t_i in (0, 1]; exactly 1 for the last layer
   * @throws IllegalArgumentException if an argument is outside its domain, or t_0 is so small that
   *     its power is 0
   */
  public double freezeTime(double t0, int layer, int layers) {
    Checks.unitInterval("t0", t0);
    Checks.atLeast("layers", 1, layers);
    Checks.index("layer", layer, layers);
    double u = layers == 1 ? 1 : t0 + (1 - t0) * ((double) layer / (layers - 1));
    double freezeTime = power(u);
    if (freezeTime == 0) {
      throw new IllegalArgumentException(
          "t0 is too small: " + t0 + " to the power of " + power + " is 0");
    }
    return freezeTime;
  }

  private double power(double u) {
    double result = u;
    for (int i = 1; i < power; i++) {
      result *= u;
    }
    return result;
  }
}
