package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freezeout.cost.GroupMemory;
import org.freezeout.cost.NetworkMemory;

/**
 * Follows which numbers a graph holds while it trains: what each node gives until the backward pass
 * is done, and gradients from the last node that uses a tensor to the one that makes it.
 */
final class Holding {

  private final Map<String, Long> numbers = new HashMap<>();
  private final long[] learned;
  private final long[] outputs;
  private final long[] borders;
  private final long[] backward;

  private Holding(int groups) {
    learned = new long[groups];
    outputs = new long[groups];
    borders = new long[groups];
    backward = new long[groups];
  }

  /**
   * The memory of a graph.
   *
   * @throws ArithmeticException if a {@code long} cannot count it
   */
  static NetworkMemory of(List<Step> steps, Grouping grouping, Trace trace) {
    Holding holding = new Holding(grouping.names().size());
    holding.forward(steps, grouping.groups(), trace);
    holding.backward(steps, grouping.groups());
    List<GroupMemory> groups = new ArrayList<>();
    for (int i = 0; i < holding.outputs.length; i++) {
      groups.add(
          new GroupMemory(
              bytes(holding.learned[i]),
              0,
              bytes(holding.outputs[i]),
              bytes(Math.min(holding.borders[i], holding.outputs[i])),
              bytes(holding.backward[i])));
    }
    return new NetworkMemory(bytes(trace.inputNumbers()), groups);
  }

  private void forward(List<Step> steps, int[] groups, Trace trace) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < groups.length; i++) {
      Step step = steps.get(i);
      int group = groups[i];
      for (String weight : step.weights()) {
        if (seen.add(weight)) {
          learned[group] = Math.addExact(learned[group], trace.size(weight));
        }
      }
      for (String output : step.outputs()) {
        long size = step.view() ? 0 : trace.numbers(output);
        numbers.put(output, size);
        outputs[group] = Math.addExact(outputs[group], size);
      }
      borders[group] = step.outputs().isEmpty() ? 0 : trace.numbers(step.outputs().get(0));
    }
  }

  private void backward(List<Step> steps, int[] groups) {
    Set<String> alive = new HashSet<>();
    long live = 0;
    for (int i = groups.length - 1; i >= 0; i--) {
      Step step = steps.get(i);
      for (List<String> tensors : List.of(step.outputs(), step.inputs())) {
        for (String tensor : tensors) {
          if (alive.add(tensor)) {
            live = Math.addExact(live, numbers.getOrDefault(tensor, 0L));
          }
        }
      }
      backward[groups[i]] = Math.max(backward[groups[i]], live);
      for (String output : step.outputs()) {
        alive.remove(output);
        live -= numbers.get(output);
      }
    }
  }

  private static long bytes(long numbers) {
    return Math.multiplyExact(numbers, NetworkMemory.FLOAT32);
  }
}
