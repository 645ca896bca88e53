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
 * @param cacheReadSeconds reading what it gave from a cache, where that is the last that was
 *     stored; 0 if it is null
 * @param cacheWriteSeconds storing what it gave in a cache, while it is the last that is frozen; 0
 *     if it is null
 */
public record GroupSeconds(
    double forwardSeconds,
    double weightGradientSeconds,
    double innerGradientSeconds,
    double borderGradientSeconds,
    Double updateSeconds,
    Double cacheReadSeconds,
    Double cacheWriteSeconds) {

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
    cacheReadSeconds = Checks.seconds("cache_read_seconds", Checks.orZero(cacheReadSeconds));
    cacheWriteSeconds = Checks.seconds("cache_write_seconds", Checks.orZero(cacheWriteSeconds));
  }

  /** A group whose outputs are read and stored in no time. */
  public GroupSeconds(
      double forwardSeconds,
      double weightGradientSeconds,
      double innerGradientSeconds,
      double borderGradientSeconds,
      Double updateSeconds) {
    this(
        forwardSeconds,
        weightGradientSeconds,
        innerGradientSeconds,
        borderGradientSeconds,
        updateSeconds,
        null,
        null);
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
