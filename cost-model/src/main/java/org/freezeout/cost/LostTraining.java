package org.freezeout.cost;

import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;

/**
 * How much training a schedule takes from the layers: what it may cost in accuracy, told without
 * training. A layer that freezes at t_i and anneals from a_i(0) keeps this share of the baseline's
 * learning, measured by the integral of the learning rate:
 *
 * <pre>
 *   kept_i = (a_i(0) t_i / 2) / (a / 2) = a_i(0) t_i / a      t_i if unscaled, 1 if scaled
 * </pre>
 *
 * <p>Scaled strategies lose nothing by it, and pay with rates above the base rate instead; so the
 * largest of these is told beside. Neither says what becomes of the error: only training does.
 *
 * @param mean of 1 - kept_i over the layers, a fraction
 * @param worst of a single layer
 * @param rateFactor the largest a_i(0) / a, at least 1 for schedules of the paper
 */
public record LostTraining(double mean, double worst, double rateFactor) {

  private static final double ROUNDING = 1e-12;

  /** What a schedule takes from a network of so many layer groups. */
  public static LostTraining of(SchedulePolicy policy, int groups) {
    LayerwiseSchedule schedule = policy.forLayers(groups);
    double sum = 0;
    double worst = 0;
    double rateFactor = 0;
    for (int i = 0; i < groups; i++) {
      double factor = schedule.initialRate(i) / policy.baseRate();
      double lost = 1 - factor * schedule.freezeTime(i);
      // Scaled layers lose exactly nothing, but for rounding.
      lost = Math.abs(lost) < ROUNDING ? 0 : lost;
      sum += lost;
      worst = Math.max(worst, lost);
      rateFactor = Math.max(rateFactor, factor);
    }
    return new LostTraining(sum / groups, worst, rateFactor);
  }

  /** Whether it loses no more and is no faster, and better in one of them. */
  public boolean dominates(LostTraining other) {
    return mean <= other.mean
        && rateFactor <= other.rateFactor
        && (mean < other.mean || rateFactor < other.rateFactor);
  }
}
