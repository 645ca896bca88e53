package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freezeout.cost.GroupMemory;
import org.freezeout.cost.NetworkMemory;
import org.freezeout.cost.OperatorMemory;

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
  private final List<List<OperatorMemory>> operators = new ArrayList<>();

  private Holding(int groups) {
    learned = new long[groups];
    outputs = new long[groups];
    borders = new long[groups];
    backward = new long[groups];
    for (int i = 0; i < groups; i++) {
      operators.add(new ArrayList<>());
    }
  }

  /**
   * The memory of a graph.
   *
   * @throws ArithmeticException if a {@code long} cannot count it
   */
  static NetworkMemory of(List<Step> steps, Grouping grouping, Trace trace) {
    Holding holding = new Holding(grouping.names().size());
    holding.forward(steps, grouping.groups(), trace);
    holding.backward(steps, grouping.groups(), trace);
    List<GroupMemory> groups = new ArrayList<>();
    for (int i = 0; i < holding.outputs.length; i++) {
      groups.add(
          new GroupMemory(
              bytes(holding.learned[i]),
              0,
              bytes(holding.outputs[i]),
              bytes(Math.min(holding.borders[i], holding.outputs[i])),
              bytes(holding.backward[i]),
              holding.operators.get(i)));
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

  private void backward(List<Step> steps, int[] groups, Trace trace) {
    Set<String> alive = new HashSet<>();
    long live = 0;
    for (int i = groups.length - 1; i >= 0; i--) {
      Step step = steps.get(i);
      long made = 0;
      long waiting = live;
      for (List<String> tensors : List.of(step.outputs(), step.inputs())) {
        for (String tensor : tensors) {
          long size = numbers.getOrDefault(tensor, 0L);
          boolean input = tensors == step.inputs();
          made = Math.addExact(made, input ? size : 0);
          if (alive.add(tensor)) {
            live = Math.addExact(live, size);
            waiting = Math.addExact(waiting, input ? 0 : size);
          } else if (input) {
            made = Math.addExact(made, size); // the sum of two gradients
          }
        }
      }
      backward[groups[i]] = Math.max(backward[groups[i]], live);
      operators.get(groups[i]).add(0, operator(step, waiting, made, trace));
      for (String output : step.outputs()) {
        alive.remove(output);
        live -= numbers.get(output);
      }
    }
  }

  /** The layouts of maps are not followed, so a layer is taken to copy what it gets and gives. */
  private OperatorMemory operator(Step step, long waiting, long made, Trace trace) {
    long output = total(step.outputs());
    long weights = 0;
    long copies = 0;
    if (step.weighted()) {
      for (String weight : step.weights()) {
        weights = Math.addExact(weights, Math.multiplyExact(2, trace.size(weight)));
      }
      copies = Math.addExact(output, total(step.inputs()));
    }
    return new OperatorMemory(
        bytes(output), bytes(waiting), bytes(made), bytes(weights), bytes(copies));
  }

  private long total(List<String> tensors) {
    return tensors.stream()
        .mapToLong(tensor -> numbers.getOrDefault(tensor, 0L))
        .reduce(0, Math::addExact);
  }

  private static long bytes(long numbers) {
    return Math.multiplyExact(numbers, NetworkMemory.FLOAT32);
  }
}
