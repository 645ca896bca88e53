package org.freezeout.experiment;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A measured saving with its 90 % interval.
 *
 * <pre>  saving = 1 - (sum of scheduled step times) / (sum of baseline step times)</pre>
 *
 * <p>Untimed steps are imputed as in {@link StepTimes}.
 *
 * <p>The interval is a paired block bootstrap for the saving of a machine that does not change.
 * Step times are split into what freezing does to them, what happens to both runs at once (the
 * machine drifts), and by how much one run is slower than the other beside that (noise). The latter
 * two are drawn again in blocks of consecutive steps, so that noise or drift that lasts for several
 * steps stays together, and the freezing itself is not mistaken for noise. Drift matters as it
 * gives some part of a run, and so some number of frozen groups, more weight than its share of the
 * steps. Where drift moved the measured saving out of the interval, the interval is extended to it.
 *
 * @param saving a fraction; negative where the scheduled run was slower
 * @param steady the saving if the machine had been equally fast in all stretches with one frozen
 *     prefix: 1 - (mean over the steps of the ratio of the two runs in the step's stretch)
 * @param low lower end of the interval
 * @param high upper end
 */
public record SavingEstimate(double saving, double steady, double low, double high) {

  /** Share of the resampled savings that lies within the interval. */
  public static final double CONFIDENCE = 0.9;

  private static final int RESAMPLES = 2000;

  /**
   * Estimates the saving of a run without a cache.
   *
   * @param baseline steps of the baseline
   * @param scheduled the same steps of the scheduled run
   * @param seconds the duration of a step
   * @param seed of the resampling
   * @throws IllegalArgumentException if the numbers of steps differ or are 0
   */
  public static SavingEstimate of(
      List<Metric.Step> baseline,
      List<Metric.Step> scheduled,
      ToDoubleFunction<Metric.Step> seconds,
      long seed) {
    return of(baseline, scheduled, seconds, Integer.MAX_VALUE, seed);
  }

  /**
   * Estimates a saving.
   *
   * @param baseline steps of the baseline
   * @param scheduled the same steps of the scheduled run
   * @param seconds the duration of a step
   * @param stepsPerEpoch steps after which every image has been seen: what is found in a cache
   *     changes then, and with it the duration of a step
   * @param seed of the resampling
   * @throws IllegalArgumentException if the numbers of steps differ or are 0
   */
  public static SavingEstimate of(
      List<Metric.Step> baseline,
      List<Metric.Step> scheduled,
      ToDoubleFunction<Metric.Step> seconds,
      int stepsPerEpoch,
      long seed) {
    double saving = saving(baseline, scheduled, seconds);
    var steps = PairedSteps.of(baseline, scheduled, seconds, stepsPerEpoch);
    var random = new SplittableRandom(seed);
    double[] savings = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      savings[r] = steps.resampledSaving(random);
    }
    double tail = 100 * (1 - CONFIDENCE) / 2;
    return new SavingEstimate(
        saving,
        steps.steadySaving(),
        Math.min(saving, StatUtils.percentile(savings, tail)),
        Math.max(saving, StatUtils.percentile(savings, 100 - tail)));
  }

  /**
   * The saving alone.
   *
   * @param baseline steps of the baseline
   * @param scheduled the same steps of the scheduled run
   * @param seconds the duration of a step
   * @return not finite where the baseline took no time
   * @throws IllegalArgumentException if the numbers of steps differ or are 0
   */
  public static double saving(
      List<Metric.Step> baseline,
      List<Metric.Step> scheduled,
      ToDoubleFunction<Metric.Step> seconds) {
    if (baseline.isEmpty() || scheduled.size() != baseline.size()) {
      throw new IllegalArgumentException(
          "runs must have the same steps, got " + baseline.size() + " and " + scheduled.size());
    }
    return 1
        - StatUtils.sum(StepTimes.of(scheduled, seconds))
            / StatUtils.sum(StepTimes.of(baseline, seconds));
  }
}
