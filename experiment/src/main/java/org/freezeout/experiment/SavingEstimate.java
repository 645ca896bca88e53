package org.freezeout.experiment;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A measured saving with its 90 % interval.
 *
 * <pre>  saving = 1 - (sum of scheduled step times) / (sum of baseline step times)</pre>
 *
 * <p>The interval is a paired block bootstrap. Step times are split into a level, the mean over
 * neighbouring steps with the same frozen prefix, and what remains as a factor. Blocks of
 * consecutive steps are drawn with replacement from these factors, for both runs from the same
 * places, and put back onto the levels: so a drift that slows both runs cancels as it does in the
 * measurement, noise that lasts for several steps stays together, and the freezing itself is not
 * mistaken for noise.
 *
 * @param saving a fraction; negative where the scheduled run was slower
 * @param low lower end of the interval
 * @param high upper end
 */
public record SavingEstimate(double saving, double low, double high) {

  /** Share of the resampled savings that lies within the interval. */
  public static final double CONFIDENCE = 0.9;

  private static final int RESAMPLES = 2000;
  private static final int LONGEST_BLOCK = 10;

  /** Levels are means over at least this many steps: prefixes that lasted for fewer are joined. */
  private static final int SHORTEST_LEVEL = 16;

  /**
   * Estimates a saving.
   *
   * @param baseline seconds of each step of the baseline
   * @param scheduled seconds of each step of the scheduled run, from the same steps
   * @param frozenPrefix frozen prefix of the scheduled run at each step
   * @param seed of the resampling
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static SavingEstimate of(
      double[] baseline, double[] scheduled, int[] frozenPrefix, long seed) {
    int steps = baseline.length;
    if (steps == 0 || scheduled.length != steps || frozenPrefix.length != steps) {
      throw new IllegalArgumentException(
          "step times must be paired, got "
              + steps
              + ", "
              + scheduled.length
              + " and "
              + frozenPrefix.length);
    }
    double[] baselineLevel = new double[steps];
    double[] scheduledLevel = new double[steps];
    double[] baselineFactor = new double[steps];
    double[] scheduledFactor = new double[steps];
    for (int from = 0; from < steps; ) {
      int to = endOfLevel(frozenPrefix, from);
      split(baseline, from, to, baselineLevel, baselineFactor);
      split(scheduled, from, to, scheduledLevel, scheduledFactor);
      from = to;
    }
    double[] savings = new double[RESAMPLES];
    var random = new SplittableRandom(seed);
    int block = Math.max(1, Math.min(LONGEST_BLOCK, steps / 4));
    for (int r = 0; r < RESAMPLES; r++) {
      double baselineSum = 0;
      double scheduledSum = 0;
      for (int s = 0, at = 0; s < steps; s++, at++) {
        if (s % block == 0) {
          at = random.nextInt(steps);
        }
        baselineSum += baselineLevel[s] * baselineFactor[at % steps];
        scheduledSum += scheduledLevel[s] * scheduledFactor[at % steps];
      }
      savings[r] = 1 - scheduledSum / baselineSum;
    }
    double tail = 100 * (1 - CONFIDENCE) / 2;
    return new SavingEstimate(
        1 - StatUtils.sum(scheduled) / StatUtils.sum(baseline),
        StatUtils.percentile(savings, tail),
        StatUtils.percentile(savings, 100 - tail));
  }

  /** End of the stretch of steps that share a level: of one prefix, or of several short ones. */
  private static int endOfLevel(int[] frozenPrefix, int from) {
    int steps = frozenPrefix.length;
    int to = from;
    while (to < steps && to - from < SHORTEST_LEVEL) {
      int prefix = frozenPrefix[to];
      while (to < steps && frozenPrefix[to] == prefix) {
        to++;
      }
    }
    return steps - to < SHORTEST_LEVEL ? steps : to;
  }

  private static void split(double[] seconds, int from, int to, double[] level, double[] factor) {
    int n = to - from;
    double mean = StatUtils.mean(seconds, from, n);
    // A mean of n values takes a share 1/n of their variance with it; put it back.
    double inflation = n > 1 ? Math.sqrt(n / (n - 1.0)) : 1;
    Arrays.fill(level, from, to, mean);
    for (int s = from; s < to; s++) {
      factor[s] = 1 + (seconds[s] / mean - 1) * inflation;
    }
  }
}
