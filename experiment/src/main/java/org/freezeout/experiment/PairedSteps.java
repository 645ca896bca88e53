package org.freezeout.experiment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The step times of two runs that advanced in lockstep, taken apart. A stretch is a row of steps
 * with the same frozen prefix, and with a cache of the same epoch, since what there is in the cache
 * changes from epoch to epoch. For step s in stretch p, with the baseline's mean b over all steps
 * and the ratio q_p of the two runs' sums over the stretch,
 *
 * <pre>
 *   baseline(s)  = b       * (common(s) - difference(s))
 *   scheduled(s) = b * q_p * (common(s) + difference(s))
 * </pre>
 *
 * <p>The differences sum up to 0 in every stretch, by the choice of q_p, so blocks of c out of its
 * n steps vary by the factor 1 - c / n too little; it is put back. A stretch of one step tells
 * nothing of them.
 */
final class PairedSteps {

  /** Blocks of the difference are at most this long, and a quarter of their stretch. */
  private static final int LONGEST_BLOCK = 20;

  /** Blocks of what is common are this share of the run: drift lasts longer than noise. */
  private static final int COMMON_BLOCKS = 10;

  private final double[] baselineLevel;
  private final double[] scheduledLevel;
  private final double[] common;
  private final double[] difference;
  private final int[] stretchStart;
  private final int[] stretchLength;

  /** The steps whose stretch has others. */
  private final int[] sources;

  private PairedSteps(
      double[] baseline,
      double[] scheduled,
      int[] stretch,
      double[] baselineWeight,
      double[] scheduledWeight) {
    int steps = baseline.length;
    baselineLevel = new double[steps];
    scheduledLevel = new double[steps];
    common = new double[steps];
    difference = new double[steps];
    stretchStart = new int[steps];
    stretchLength = new int[steps];
    int[] informative = new int[steps];
    int informed = 0;
    double mean = Arrays.stream(baseline).sum() / steps;
    for (int from = 0, to; from < steps; from = to) {
      double baselineSum = 0;
      double scheduledSum = 0;
      for (to = from; to < steps && stretch[to] == stretch[from]; to++) {
        baselineSum += baseline[to];
        scheduledSum += scheduled[to];
      }
      int n = to - from;
      double ratio = scheduledSum / baselineSum;
      double lost = n > 1 ? Math.sqrt(1 - (double) block(n) / n) : 1;
      for (int s = from; s < to; s++) {
        stretchStart[s] = from;
        stretchLength[s] = n;
        baselineLevel[s] = baselineWeight[s] * mean;
        scheduledLevel[s] = scheduledWeight[s] * mean * ratio;
        double ofBaseline = baseline[s] / mean;
        double ofScheduled = scheduled[s] / (mean * ratio);
        common[s] = (ofScheduled + ofBaseline) / 2;
        difference[s] = (ofScheduled - ofBaseline) / 2 / lost;
        if (n > 1) {
          informative[informed++] = s;
        }
      }
    }
    sources = Arrays.copyOf(informative, informed);
  }

  /**
   * Pairs the steps of two runs. Steps that are imputed have no noise of their own: the timed steps
   * that do the same work stand for them.
   */
  static PairedSteps of(
      List<Metric.Step> baseline,
      List<Metric.Step> scheduled,
      ToDoubleFunction<Metric.Step> seconds,
      int stepsPerEpoch) {
    double[] baselineWeight = weights(baseline);
    double[] scheduledWeight = weights(scheduled);
    int[] kept = IntStream.range(0, scheduled.size()).filter(s -> scheduledWeight[s] > 0).toArray();
    return new PairedSteps(
        Arrays.stream(kept).mapToDouble(s -> seconds.applyAsDouble(baseline.get(s))).toArray(),
        Arrays.stream(kept).mapToDouble(s -> seconds.applyAsDouble(scheduled.get(s))).toArray(),
        stretches(Arrays.stream(kept).mapToObj(scheduled::get).toList(), stepsPerEpoch),
        Arrays.stream(kept).mapToDouble(s -> baselineWeight[s]).toArray(),
        Arrays.stream(kept).mapToDouble(s -> scheduledWeight[s]).toArray());
  }

  /** The saving if the machine had not drifted: every stretch counts by its number of steps. */
  double steadySaving() {
    return 1 - Arrays.stream(scheduledLevel).sum() / Arrays.stream(baselineLevel).sum();
  }

  /** The saving if the machine had drifted otherwise and the noise had been another. */
  double resampledSaving(SplittableRandom random) {
    double[] drift = resampledCommon(random);
    double[] noise = resampledDifference(random);
    double baselineSum = 0;
    double scheduledSum = 0;
    for (int s = 0; s < drift.length; s++) {
      baselineSum += baselineLevel[s] * (drift[s] - noise[s]);
      scheduledSum += scheduledLevel[s] * (drift[s] + noise[s]);
    }
    return 1 - scheduledSum / baselineSum;
  }

  /** Blocks from anywhere; the end of the run is followed by its start. */
  private double[] resampledCommon(SplittableRandom random) {
    int steps = common.length;
    int block = Math.max(1, steps / COMMON_BLOCKS);
    double[] result = new double[steps];
    for (int s = 0; s < steps; ) {
      int first = random.nextInt(steps);
      for (int i = 0; i < block && s < steps; i++) {
        result[s++] = common[(first + i) % steps];
      }
    }
    return result;
  }

  /** Blocks from within a stretch; its end is followed by its start. */
  private double[] resampledDifference(SplittableRandom random) {
    int steps = difference.length;
    double[] result = new double[steps];
    for (int s = 0; s < steps && sources.length > 0; ) {
      int first = sources[random.nextInt(sources.length)];
      int start = stretchStart[first];
      int n = stretchLength[first];
      int block = block(n);
      for (int i = 0; i < block && s < steps; i++) {
        result[s++] = difference[start + (first - start + i) % n];
      }
    }
    return result;
  }

  private static int block(int stretch) {
    return Math.max(1, Math.min(LONGEST_BLOCK, stretch / 4));
  }

  /** The number of the stretch that each step is in. */
  private static int[] stretches(List<Metric.Step> steps, int stepsPerEpoch) {
    int[] stretches = new int[steps.size()];
    for (int i = 1; i < stretches.length; i++) {
      Metric.Step before = steps.get(i - 1);
      Metric.Step step = steps.get(i);
      boolean goesOn =
          step.frozenPrefix() == before.frozenPrefix()
              && (step.cachedImages() == null
                  || step.step() / stepsPerEpoch == before.step() / stepsPerEpoch);
      stretches[i] = stretches[i - 1] + (goesOn ? 0 : 1);
    }
    return stretches;
  }

  /**
   * For how many steps each one stands: a timed one for itself and its share of the untimed ones
   * that do the same work, an untimed one for none, or for itself where no such step is timed.
   */
  private static double[] weights(List<Metric.Step> steps) {
    Map<StepTimes.Work, Integer> all = new HashMap<>();
    Map<StepTimes.Work, Integer> timed = new HashMap<>();
    for (Metric.Step step : steps) {
      StepTimes.Work work = StepTimes.Work.of(step);
      all.merge(work, 1, Integer::sum);
      timed.merge(work, step.timed() ? 1 : 0, Integer::sum);
    }
    return steps.stream()
        .mapToDouble(
            step -> {
              StepTimes.Work work = StepTimes.Work.of(step);
              int siblings = timed.get(work);
              if (siblings == 0) {
                return 1;
              }
              return step.timed() ? (double) all.get(work) / siblings : 0;
            })
        .toArray();
  }
}
