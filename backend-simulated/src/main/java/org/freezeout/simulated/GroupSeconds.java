package org.freezeout.simulated;

import org.freezeout.cost.GroupCost;

/**
 * What one layer group takes in a training step, in seconds for a whole batch, each from 0 to a
 * day.
 *
 * @param forwardSeconds its forward pass
 * @param weightGradientSeconds the gradients of its weights, while it trains
 * @param innerGradientSeconds the input gradients that reach weights of its own, while it trains
 * @param borderGradientSeconds the input gradients that only earlier groups need, while one of them
 *     trains
 * @param updateSeconds the optimizer's update of its weights, while it trains; 0 if it is null
 */
public record GroupSeconds(
    double forwardSeconds,
    double weightGradientSeconds,
    double innerGradientSeconds,
    double borderGradientSeconds,
    Double updateSeconds) {

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if one is outside its domain, naming the field and the value
   */
  public GroupSeconds {
    Checks.seconds("forward_seconds", forwardSeconds);
    Checks.seconds("weight_gradient_seconds", weightGradientSeconds);
    Checks.seconds("inner_gradient_seconds", innerGradientSeconds);
    Checks.seconds("border_gradient_seconds", borderGradientSeconds);
    updateSeconds = Checks.seconds("update_seconds", Checks.orZero(updateSeconds));
  }

  /**
   * The same as a cost model sees it: an update is needed exactly as long as a weight gradient.
   *
   * @param learns whether the group has anything to learn
   */
  public GroupCost cost(boolean learns) {
    return new GroupCost(
        forwardSeconds,
        weightGradientSeconds + updateSeconds,
        innerGradientSeconds,
        borderGradientSeconds,
        learns);
  }
}
