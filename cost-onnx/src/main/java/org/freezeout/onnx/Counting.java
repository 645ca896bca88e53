package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.OperationCost;

/** Follows which layer groups learn upstream of each tensor, and so who needs its gradient. */
final class Counting {

  private final Map<String, Integer> learners = new HashMap<>();
  private final List<OperationCost> operations = new ArrayList<>();

  private Counting() {}

  /**
   * Counts a graph.
   *
   * @throws IllegalArgumentException if a {@code long} cannot count it
   */
  static NetworkCost of(List<Step> steps, Grouping grouping) {
    Counting counting = new Counting();
    Boolean[] learns = new Boolean[grouping.names().size()];
    Arrays.fill(learns, false);
    for (int i = 0; i < steps.size(); i++) {
      int group = grouping.groups()[i];
      learns[group] |= steps.get(i).learns();
      counting.step(steps.get(i), group);
    }
    return new NetworkCost(learns.length, List.of(learns), counting.operations);
  }

  private void step(Step step, int group) {
    if (step.counted()) {
      operations.add(
          new OperationCost(
              group, step.place(), step.macs(), step.weighted(), factors(step, group)));
    }
    int learner = step.learns() ? group : OperationCost.NOTHING;
    for (String input : step.inputs()) {
      learner = Math.max(learner, learner(input));
    }
    for (int i = 0; i < step.outputs().size(); i++) {
      // No gradient flows through whole numbers.
      learners.put(step.outputs().get(i), step.integers().get(i) ? OperationCost.NOTHING : learner);
    }
  }

  /** Who needs the gradient of each factor, but for the first that is a weight. */
  private List<Integer> factors(Step step, int group) {
    List<Integer> needed = new ArrayList<>();
    boolean weight = false;
    for (Step.Factor factor : step.factors()) {
      if (factor.learned() && !weight) {
        weight = true;
      } else if (factor.learned()) {
        needed.add(group);
      } else if (!factor.constant()) {
        needed.add(learner(factor.tensor()));
      }
    }
    return needed;
  }

  private int learner(String tensor) {
    return learners.getOrDefault(tensor, OperationCost.NOTHING);
  }
}
