package org.freezeout.cost;

/**
 * What one layer group costs in a training step, in one unit for all groups of a network:
 * multiply-accumulates, or seconds.
 *
 * @param forward its forward pass
 * @param weightGradient the gradients of its weights, needed while it trains
 * @param innerGradient the input gradients that reach weights of its own, needed while it trains
 * @param borderGradient the input gradients that only earlier groups need
 * @param learns whether it has anything to learn
 */
public record GroupCost(
    double forward,
    double weightGradient,
    double innerGradient,
    double borderGradient,
    boolean learns) {

  /**
   * Checks the costs.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public GroupCost {
    check("forward", forward);
    check("weight gradient", weightGradient);
    check("inner gradient", innerGradient);
    check("border gradient", borderGradient);
  }

  private static void check(String name, double cost) {
    if (!(cost >= 0 && cost < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "cost of " + name + " must be finite and at least 0, got " + cost);
    }
  }
}
