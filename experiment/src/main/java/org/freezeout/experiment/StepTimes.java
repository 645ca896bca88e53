package org.freezeout.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * The duration of every step of a run, in seconds. A step that was not timed is given the median
 * time of the timed steps that do the same work: leaving it out would count a run as shorter than
 * it was, and so inflate the saving. Where no such step was timed, its own duration stands.
 */
final class StepTimes {

  /**
   * What a step does; steps that do the same differ in time by noise alone.
   *
   * @param frozenPrefix layer groups that are frozen
   * @param cachedImages images for which these do not run forward, null without a cache
   */
  record Work(int frozenPrefix, Integer cachedImages) {

    static Work of(Metric.Step step) {
      return new Work(step.frozenPrefix(), step.cachedImages());
    }
  }

  private StepTimes() {}

  static double[] of(List<Metric.Step> steps, ToDoubleFunction<Metric.Step> seconds) {
    Map<Work, Double> medians = new HashMap<>();
    return steps.stream()
        .mapToDouble(
            step -> {
              if (step.timed()) {
                return seconds.applyAsDouble(step);
              }
              double median =
                  medians.computeIfAbsent(Work.of(step), work -> median(steps, work, seconds));
              return Double.isNaN(median) ? seconds.applyAsDouble(step) : median;
            })
        .toArray();
  }

  /** Median over the timed steps that do some work, NaN if there is none. */
  static double median(List<Metric.Step> steps, Work work, ToDoubleFunction<Metric.Step> seconds) {
    return new Median()
        .evaluate(
            steps.stream()
                .filter(step -> step.timed() && Work.of(step).equals(work))
                .mapToDouble(seconds)
                .toArray());
  }
}
