package org.freezeout.cost;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How the steps of a machine scatter, as seen in a calibration: each step for itself (noise), and
 * all of them together from round to round (drift, with that of the warm-up before).
 */
final class MachineNoise {

  /** Slow steps are rare, and as likely one more than were seen: the slowest counts once more. */
  private static final double UNSEEN = 1;

  /** The drift is seen once, so how large it is is known about as well as from so many numbers. */
  private static final double DRIFT_DEGREES_OF_FREEDOM = 4;

  /**
   * Drift that is too slow for a calibration, as a standard deviation of the machine's speed: so
   * many times the noise of single steps, and at most that share of the speed. On a virtual machine
   * it was 0.115 in runs of minutes (root mean square of six), after calibrations whose single
   * steps had a noise of 0.05 to 0.23.
   */
  private static final double UNSEEN_DRIFT_PER_NOISE = 2;

  private static final double MOST_UNSEEN_DRIFT = 0.115;

  private final double variance;
  private final double degreesOfFreedom;
  private final double[] levels;
  private final double levelVariance;
  private final double baselineSeconds;
  private final double secondsPerRound;

  private MachineNoise(StepSamples samples, StepRatios ratios) {
    int rounds = samples.rounds().size();
    int probes = samples.probes();
    double[] means = means(samples.rounds(), ratios);
    double[] smooth = smooth(means);
    double squares = 0;
    double fourth = 0;
    double largest = 0;
    for (int r = 0; r < rounds; r++) {
      for (int i = 0; i < probes; i++) {
        double deviation = (samples.seconds(r, i) / ratios.ratio(i) - means[r]) / smooth[r];
        double square = deviation * deviation;
        squares += square;
        fourth += square * square;
        largest = Math.max(largest, square);
      }
    }
    variance = (squares + UNSEEN * largest) / (rounds * (probes - 1.0));
    double share = squares == 0 ? 0 : fourth / (squares * squares) - 1.0 / (rounds * probes);
    degreesOfFreedom = 2 / Math.max(share, 1e-9);
    levelVariance = variance / probes;
    levels = means(samples.allRounds(), ratios);
    baselineSeconds = StatUtils.mean(levels);
    for (int r = 0; r < levels.length; r++) {
      levels[r] /= baselineSeconds;
    }
    secondsPerRound =
        samples.allRounds().stream().flatMap(List::stream).mapToDouble(Double::doubleValue).sum()
            / levels.length;
  }

  /** What a step with nothing frozen takes by the steps of each round. */
  private static double[] means(List<List<Double>> rounds, StepRatios ratios) {
    double[] means = new double[rounds.size()];
    for (int r = 0; r < means.length; r++) {
      List<Double> steps = rounds.get(r);
      for (int i = 0; i < steps.size(); i++) {
        means[r] += steps.get(i) / ratios.ratio(i) / steps.size();
      }
    }
    return means;
  }

  static MachineNoise of(StepSamples samples, StepRatios ratios) {
    return new MachineNoise(samples, ratios);
  }

  /** The variance of one step's duration, relative to its mean. */
  double variance() {
    return variance;
  }

  /** How well {@link #variance} is known. */
  double degreesOfFreedom() {
    return degreesOfFreedom;
  }

  /**
   * What drift gives to a run's mean step cost relative to the baseline's: where the machine is
   * slower for a while, the prefix that is frozen then counts for more. The drift of the
   * calibration, begun anywhere, stands for that of the run, one piece after the other; what its
   * rounds scatter by noise is taken off. A run that outlasts the calibration may see drift that is
   * slower than the calibration could, however calm it was: a sine over the run's length is assumed
   * where that gives more, the larger the more single steps scatter.
   *
   * @param costs of the run's steps in their order, relative to the baseline's
   * @param mean of these costs
   * @param runs how many are trained in lockstep, the baseline among them; what the others' steps
   *     take is taken to be what this one's do
   */
  Spread drift(double[] costs, double mean, int runs) {
    double[] seconds = new double[costs.length];
    double sum = 0;
    for (int i = 0; i < costs.length; i++) {
      seconds[i] = baselineSeconds * (1 + (runs - 1) * costs[i]);
      sum += seconds[i];
    }
    double seen = seenDriftVariance(costs, mean, seconds);
    double unseen =
        sum > secondsPerRound * levels.length ? unseenDriftVariance(costs, mean, seconds, sum) : 0;
    return unseen > seen
        ? new Spread(unseen, Double.POSITIVE_INFINITY)
        : new Spread(seen, DRIFT_DEGREES_OF_FREEDOM);
  }

  /**
   * @param variance relative to the baseline's cost of a step
   * @param degreesOfFreedom how well it is known
   */
  record Spread(double variance, double degreesOfFreedom) {}

  /**
   * Drift that is too slow for the calibration to see, as a standard deviation of the machine's
   * speed: assumed, not measured.
   */
  double unseenDrift() {
    return Math.min(UNSEEN_DRIFT_PER_NOISE * Math.sqrt(variance), MOST_UNSEEN_DRIFT);
  }

  /** Of a sine that is anywhere in its period as the run begins. */
  private double unseenDriftVariance(double[] costs, double mean, double[] seconds, double period) {
    double sine = 0;
    double cosine = 0;
    double time = 0;
    for (int i = 0; i < costs.length; i++) {
      double phase = 2 * Math.PI * time / period;
      sine += (costs[i] - mean) / costs.length * Math.sin(phase);
      cosine += (costs[i] - mean) / costs.length * Math.cos(phase);
      time += seconds[i];
    }
    double deviation = unseenDrift();
    return deviation * deviation * (sine * sine + cosine * cosine);
  }

  private double seenDriftVariance(double[] costs, double mean, double[] seconds) {
    int rounds = levels.length;
    double[] weights = new double[rounds];
    double variance = 0;
    double time = 0;
    long piece = 0;
    for (int i = 0; i < costs.length; i++) {
      long level = (long) (time / secondsPerRound);
      if (level / rounds > piece) {
        variance += variance(weights);
        weights = new double[rounds];
        piece = level / rounds;
      }
      weights[(int) (level % rounds)] += (costs[i] - mean) / costs.length;
      time += seconds[i];
    }
    return Math.max(0, variance + variance(weights));
  }

  /**
   * Mean square of the weighted sum of levels over all rounds that it may begin with, less what
   * noise adds to it.
   */
  private double variance(double[] weights) {
    double variance = 0;
    for (int start = 0; start < levels.length; start++) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * (levels[(start + i) % levels.length] - 1);
      }
      variance += sum * sum / levels.length;
    }
    return variance - levelVariance * squares(weights);
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /** The mean of each round's block. */
  private static double[] smooth(double[] means) {
    int rounds = means.length;
    int blocks = StepRatios.blocks(rounds);
    double[] smooth = new double[rounds];
    for (int b = 0; b < blocks; b++) {
      int from = b * rounds / blocks;
      int to = (b + 1) * rounds / blocks;
      double mean = 0;
      for (int r = from; r < to; r++) {
        mean += means[r] / (to - from);
      }
      Arrays.fill(smooth, from, to, mean);
    }
    return smooth;
  }
}
