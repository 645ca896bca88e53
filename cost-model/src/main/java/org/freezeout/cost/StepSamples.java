package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Durations of whole training steps that were measured while a given prefix was frozen, in rounds:
 * a round has one step with each of the prefixes, one directly after the other. A step has
 * everything in it that a step takes, so its fixed cost is neither modelled nor lost.
 *
 * <p>With a cache of the frozen prefix's outputs a round also has two steps for each of some
 * prefixes: one that finds the outputs for all of its images, and one that finds none and stores
 * them.
 *
 * @param prefixes how many groups were frozen, ascending from 0; at least two
 * @param cachedPrefixes those of them that were also measured with a cache, ascending, without 0;
 *     empty, or up to the last of {@code prefixes}
 * @param warmUp rounds directly before, of a program that was not compiled yet; they tell how the
 *     speed of the machine changes, and nothing of what a step costs; may be empty
 * @param rounds in the order of time; each has the seconds of its steps in the order of {@code
 *     prefixes}, then of those that find all in the cache, then of those that fill it, in the order
 *     of {@code cachedPrefixes}; finite and greater than 0
 */
public record StepSamples(
    List<Integer> prefixes,
    List<Integer> cachedPrefixes,
    List<List<Double>> warmUp,
    List<List<Double>> rounds) {

  /** No machine is quicker or slower, and the sums and products of such times are numbers. */
  private static final double SHORTEST = 1e-12;

  private static final double LONGEST = 1e9;

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
    cachedPrefixes = checkedCached(prefixes, cachedPrefixes);
    if (rounds.size() < FEWEST_ROUNDS) {
      throw new IllegalArgumentException(
          "there must be at least " + FEWEST_ROUNDS + " rounds, got " + rounds.size());
    }
    int steps = prefixes.size() + 2 * cachedPrefixes.size();
    warmUp = checked("warm-up round ", warmUp, steps);
    rounds = checked("round ", rounds, steps);
  }

  /** Samples without a cache. */
  public StepSamples(List<Integer> prefixes, List<List<Double>> warmUp, List<List<Double>> rounds) {
    this(prefixes, List.of(), warmUp, rounds);
  }

  /** Samples without a cache and a warm-up. */
  public StepSamples(List<Integer> prefixes, List<List<Double>> rounds) {
    this(prefixes, List.of(), rounds);
  }

  private static List<Integer> checkedCached(List<Integer> prefixes, List<Integer> cached) {
    int last = 0;
    for (int prefix : cached) {
      if (prefix <= last || !prefixes.contains(prefix)) {
        throw new IllegalArgumentException(
            "cached prefixes must ascend and be among " + prefixes + " but 0, got " + cached);
      }
      last = prefix;
    }
    if (!cached.isEmpty() && last != prefixes.get(prefixes.size() - 1)) {
      throw new IllegalArgumentException(
          "cached prefixes must end with " + prefixes.get(prefixes.size() - 1) + ", got " + cached);
    }
    return List.copyOf(cached);
  }

  private static List<List<Double>> checked(String what, List<List<Double>> rounds, int steps) {
    List<List<Double>> copies = new ArrayList<>();
    for (List<Double> seconds : rounds) {
      String round = what + copies.size();
      if (seconds == null || seconds.size() != steps) {
        throw new IllegalArgumentException(
            round + " must have " + steps + " steps, got " + seconds);
      }
      for (Double value : seconds) {
        if (value == null || !(value > 0 && value < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "the seconds of " + round + " must be finite and greater than 0, got " + value);
        }
        if (value < SHORTEST || value > LONGEST) {
          throw new IllegalArgumentException(
              "the seconds of a step must lie in ["
                  + SHORTEST
                  + ", "
                  + LONGEST
                  + "], got "
                  + value);
        }
      }
      copies.add(List.copyOf(seconds));
    }
    return List.copyOf(copies);
  }

  /** How many steps a round has. */
  int probes() {
    return prefixes.size() + 2 * cachedPrefixes.size();
  }

  /** The seconds of one step. */
  double seconds(int round, int probe) {
    return rounds.get(round).get(probe);
  }

  /** Warm-up and rounds. */
  List<List<Double>> allRounds() {
    return Stream.concat(warmUp.stream(), rounds.stream()).toList();
  }
}
