package org.freezeout.benchmarks;

import ai.djl.mxnet.jna.JnaUtils;
import java.util.Arrays;
import java.util.List;

/**
 * Times contenders in turns of several steps, in an order that rotates from round to round, so that
 * whatever slows the machine down for a while slows all of them alike.
 */
final class Rotation {

  private final List<? extends Contender> contenders;
  private final String engine;

  Rotation(List<? extends Contender> contenders, String engine) {
    this.contenders = contenders;
    this.engine = engine;
  }

  /**
   * Takes turns.
   *
   * @param rounds turns of each contender
   * @param steps steps of a turn
   * @return seconds a step, by contender and round
   */
  double[][] time(int rounds, int steps) {
    double[][] seconds = new double[contenders.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < contenders.size(); turn++) {
        int index = (round + turn) % contenders.size();
        Contender contender = contenders.get(index);
        long start = System.nanoTime();
        for (int step = 0; step < steps; step++) {
          contender.step();
        }
        synchronize(engine);
        seconds[index][round] = (System.nanoTime() - start) / 1e9 / steps;
      }
    }
    return seconds;
  }

  /** Waits for the engine; PyTorch's works at once on a CPU. */
  static void synchronize(String engine) {
    if (engine.equals("mxnet")) {
      JnaUtils.waitAll();
    }
  }

  /** The median of numbers. */
  static double median(double[] numbers) {
    return quantile(numbers, 0.5);
  }

  /** A quantile of numbers, interpolated. */
  static double quantile(double[] numbers, double q) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** The ratio of each number to the one of the same round. */
  static double[] ratios(double[] numerators, double[] denominators) {
    double[] ratios = new double[numerators.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = numerators[i] / denominators[i];
    }
    return ratios;
  }
}
