package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;

/**
 * Durations of whole training steps that were measured while a given prefix was frozen, in rounds:
 * a round has one step with each of the prefixes, one directly after the other. A step has
 * everything in it that a step takes, so its fixed cost is neither modelled nor lost.
 *
 * @param prefixes how many groups were frozen, ascending from 0; at least two
 * @param rounds in the order of time; each has the seconds of its steps in the order of {@code
 *     prefixes}, finite and greater than 0
 */
public record StepSamples(List<Integer> prefixes, List<List<Double>> rounds) {

  /** Fewer rounds say nothing about noise. */
  public static final int FEWEST_ROUNDS = 4;

  /**
   * Checks the samples.
   *
   * @throws IllegalArgumentException if there are too few prefixes or rounds, the prefixes do not
   *     ascend from 0, a round has not one step for each, or a duration is out of range
   */
  public StepSamples {
    prefixes = List.copyOf(prefixes);
    if (prefixes.size() < 2 || prefixes.get(0) != 0) {
      throw new IllegalArgumentException(
          "prefixes must be at least two and start with 0, got " + prefixes);
    }
    for (int i = 1; i < prefixes.size(); i++) {
      if (prefixes.get(i) <= prefixes.get(i - 1)) {
        throw new IllegalArgumentException("prefixes must ascend, got " + prefixes);
      }
    }
    if (rounds.size() < FEWEST_ROUNDS) {
      throw new IllegalArgumentException(
          "there must be at least " + FEWEST_ROUNDS + " rounds, got " + rounds.size());
    }
    List<List<Double>> copies = new ArrayList<>();
    for (int r = 0; r < rounds.size(); r++) {
      copies.add(checked(r, rounds.get(r), prefixes.size()));
    }
    rounds = List.copyOf(copies);
  }

  private static List<Double> checked(int round, List<Double> seconds, int steps) {
    if (seconds == null || seconds.size() != steps) {
      throw new IllegalArgumentException(
          "round " + round + " must have " + steps + " steps, got " + seconds);
    }
    for (Double value : seconds) {
      if (value == null || !(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the seconds of round " + round + " must be finite and greater than 0, got " + value);
      }
    }
    return List.copyOf(seconds);
  }

  /** The seconds of one step. */
  double seconds(int round, int probe) {
    return rounds.get(round).get(probe);
  }

  /** All seconds together. */
  double totalSeconds() {
    return rounds.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).sum();
  }
}
