package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Looks for numbers that are not finite, on the device. */
final class Finiteness {

  private Finiteness() {}

  /** Whether every number of an array is finite. */
  static boolean holds(NDArray array) {
    try (NDManager scope = array.getManager().newSubManager()) {
      NDArray values = array.stopGradient();
      values.attach(scope);
      // 0 times a finite number is 0, times any other NaN; the sum alone might overflow.
      return values.mul(0).sum().getFloat() == 0;
    }
  }

  /**
   * The group in whose parameters numbers first were not finite: that of {@link #firstLostWeights},
   * else the first with such statistics, since these spread towards the output.
   *
   * @param groups from the input to the output
   * @return empty if there is none
   */
  static OptionalInt firstLost(List<Block> groups) {
    OptionalInt weights = firstLostWeights(groups);
    return weights.isPresent()
        ? weights
        : IntStream.range(0, groups.size())
            .filter(group -> hasLost(groups.get(group), p -> !p.requiresGradient()))
            .findFirst();
  }

  /**
   * Of the groups with weights that are not finite the one next to the output, since an infinite
   * gradient spreads towards the input.
   */
  static OptionalInt firstLostWeights(List<Block> groups) {
    return IntStream.range(0, groups.size())
        .map(i -> groups.size() - 1 - i)
        .filter(group -> hasLost(groups.get(group), Parameter::requiresGradient))
        .findFirst();
  }

  private static boolean hasLost(Block group, Predicate<Parameter> which) {
    return group.getParameters().values().stream()
        .filter(which)
        .anyMatch(parameter -> !holds(parameter.getArray()));
  }
}
