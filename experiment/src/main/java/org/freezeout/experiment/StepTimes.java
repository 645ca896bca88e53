package org.freezeout.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * The duration of every step of a run, in seconds. A step that was not timed is given the median
 * time of the timed steps with the same frozen prefix: leaving it out would count a run as shorter
 * than it was, and so inflate the saving. Where no step of a prefix was timed, its own durations
 * stand.
 */
final class StepTimes {

  private StepTimes() {}

  static double[] of(List<Metric.Step> steps, ToDoubleFunction<Metric.Step> seconds) {
    Map<Integer, Double> medians = new HashMap<>();
    return steps.stream()
        .mapToDouble(
            step -> {
              if (step.timed()) {
                return seconds.applyAsDouble(step);
              }
              double median =
                  medians.computeIfAbsent(
                      step.frozenPrefix(), prefix -> median(steps, prefix, seconds));
              return Double.isNaN(median) ? seconds.applyAsDouble(step) : median;
            })
        .toArray();
  }

  /** Median over the timed steps of one frozen prefix, NaN if there is none. */
  static double median(
      List<Metric.Step> steps, int frozenPrefix, ToDoubleFunction<Metric.Step> seconds) {
    return new Median()
        .evaluate(
            steps.stream()
                .filter(step -> step.timed() && step.frozenPrefix() == frozenPrefix)
                .mapToDouble(seconds)
                .toArray());
  }
}
