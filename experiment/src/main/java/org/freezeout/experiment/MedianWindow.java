package org.freezeout.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * The median of a quantity over a stretch of consecutive training steps: what of a noisy series can
 * be seen.
 *
 * @param firstStep first step of the stretch
 * @param lastStep last step of it
 * @param median over its steps
 */
public record MedianWindow(int firstStep, int lastStep, double median) {

  /**
   * Divides steps into stretches of equal length; the last may be shorter.
   *
   * @param steps in order
   * @param quantity of a step; steps where it is not finite are left out
   * @param length how many steps make a stretch, at least 1
   */
  public static List<MedianWindow> of(
      List<Metric.Step> steps, ToDoubleFunction<Metric.Step> quantity, int length) {
    Numbers.atLeast("length", 1, length);
    List<Metric.Step> known =
        steps.stream().filter(step -> Double.isFinite(quantity.applyAsDouble(step))).toList();
    List<MedianWindow> windows = new ArrayList<>();
    for (int from = 0; from < known.size(); from += length) {
      List<Metric.Step> window = known.subList(from, Math.min(from + length, known.size()));
      windows.add(
          new MedianWindow(
              window.get(0).step(),
              window.get(window.size() - 1).step(),
              new Median().evaluate(window.stream().mapToDouble(quantity).toArray())));
    }
    return windows;
  }

  /** The median training loss. */
  public static List<MedianWindow> ofLoss(TrainingRun run, int length) {
    return of(run.steps(), step -> step.loss() == null ? Double.NaN : step.loss(), length);
  }

  /** The median duration of timed steps, in seconds. */
  public static List<MedianWindow> ofStepTime(TrainingRun run, int length) {
    return of(run.steps(), step -> step.timed() ? step.wallSeconds() : Double.NaN, length);
  }

  /**
   * The median duration of timed steps relative to the baseline's at the same step: what slows the
   * machine down for a while cancels.
   */
  public static List<MedianWindow> ofRelativeStepTime(
      TrainingRun baseline, TrainingRun run, int length) {
    List<Metric.Step> base = baseline.steps();
    return of(
        run.steps(),
        step ->
            step.timed() && step.step() < base.size()
                ? step.wallSeconds() / base.get(step.step()).wallSeconds()
                : Double.NaN,
        length);
  }
}
