package org.freezeout.cost;

import java.util.List;

/**
 * An operation that multiplies and accumulates, at its place in a network: a convolution, a dense
 * layer, or a product of two activations.
 *
 * @param group index of its layer group
 * @param name what it is, for people
 * @param macs multiply-accumulates of one forward pass over one image; each of its gradients costs
 *     as many
 * @param learns whether it has weights, whose gradient is needed while its group trains
 * @param learners for each input that is no weight: the last layer group that learns upstream of
 *     it, the operation's own included; {@link #NOTHING} where nothing does. The gradient of that
 *     input is needed while that group trains
 */
public record OperationCost(
    int group, String name, long macs, boolean learns, List<Integer> learners) {

  /** Where nothing learns upstream of an input, so that its gradient is never needed. */
  public static final int NOTHING = -1;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the multiply-accumulates are negative, or a learner is no
   *     group up to its own
   */
  public OperationCost {
    learners = List.copyOf(learners);
    if (macs < 0) {
      throw new IllegalArgumentException(
          "multiply-accumulates of " + name + " must be at least 0, got " + macs);
    }
    for (int learner : learners) {
      if (learner < NOTHING || learner > group) {
        throw new IllegalArgumentException(
            "what learns before " + name + " must be a group up to " + group + ", got " + learner);
      }
    }
  }
}
