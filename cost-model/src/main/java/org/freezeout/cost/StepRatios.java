package org.freezeout.cost;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What a step costs with each probed prefix, relative to one with nothing frozen, and how well that
 * is known.
 *
 * <p>Every step is divided by the one with nothing frozen in its round, which takes slow changes of
 * the machine out. The logarithms of these ratios are averaged within blocks of consecutive rounds,
 * without the largest and smallest fifth, and then over the blocks. The blocks' scatter says how
 * far the average may be off, whatever the noise is like and however long it lasts within a block.
 */
final class StepRatios {

  /** Blocks of rounds; as many as can still have rounds to average over. */
  private static final int BLOCKS = 8;

  /** This share of a block's rounds is left out at either end. */
  private static final double TRIMMED = 0.2;

  private final double[][] logsOfBlocks;
  private final double[] ratios;

  private StepRatios(double[][] logsOfBlocks) {
    this.logsOfBlocks = logsOfBlocks;
    this.ratios = new double[logsOfBlocks[0].length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = Math.exp(mean(i));
    }
  }

  static StepRatios of(StepSamples samples) {
    int rounds = samples.rounds().size();
    int blocks = blocks(rounds);
    int probes = samples.probes();
    double[][] logs = new double[blocks][probes];
    for (int b = 0; b < blocks; b++) {
      int from = b * rounds / blocks;
      int to = (b + 1) * rounds / blocks;
      for (int i = 0; i < probes; i++) {
        double[] ofRounds = new double[to - from];
        for (int r = from; r < to; r++) {
          ofRounds[r - from] = Math.log(samples.seconds(r, i) / samples.seconds(r, 0));
        }
        logs[b][i] = trimmedMean(ofRounds);
      }
    }
    return new StepRatios(logs);
  }

  /** How many blocks so many rounds make. */
  static int blocks(int rounds) {
    return Math.min(BLOCKS, rounds);
  }

  /** The cost of a step with a probed prefix; 1 for the first. */
  double ratio(int probe) {
    return ratios[probe];
  }

  /**
   * The variance of a weighted sum of the ratios, as they were measured.
   *
   * @param weights for each probed prefix
   */
  double variance(double[] weights) {
    double[] deviations = new double[logsOfBlocks.length];
    for (int b = 0; b < deviations.length; b++) {
      for (int i = 0; i < weights.length; i++) {
        deviations[b] += weights[i] * ratios[i] * (logsOfBlocks[b][i] - Math.log(ratios[i]));
      }
    }
    return StatUtils.variance(deviations) / deviations.length;
  }

  /** Degrees of freedom of {@link #variance}. */
  double degreesOfFreedom() {
    return logsOfBlocks.length - 1;
  }

  private double mean(int probe) {
    return Arrays.stream(logsOfBlocks).mapToDouble(block -> block[probe]).average().orElseThrow();
  }

  private static double trimmedMean(double[] values) {
    Arrays.sort(values);
    int trimmed = (int) (TRIMMED * values.length);
    return StatUtils.mean(values, trimmed, values.length - 2 * trimmed);
  }
}
