package org.freezeout.experiment;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A run as its files hold it.
 *
 * @param record what {@code run.json} says
 * @param metrics the lines of {@code metrics.jsonl}
 */
public record TrainingRun(RunRecord record, List<Metric> metrics) {

  public TrainingRun {
    metrics = List.copyOf(metrics);
  }

  /** Its training steps. */
  public List<Metric.Step> steps() {
    return metrics(Metric.Step.class).toList();
  }

  /** Its evaluations. */
  public List<Metric.Evaluated> evaluations() {
    return metrics(Metric.Evaluated.class).toList();
  }

  /** Its freeze events. */
  public List<Metric.Frozen> freezes() {
    return metrics(Metric.Frozen.class).toList();
  }

  /** What was found when its frozen groups were looked at again. */
  public List<Metric.Audited> audits() {
    return metrics(Metric.Audited.class).toList();
  }

  /** What the steps after its freeze events left in the frozen groups. */
  public List<Metric.Traced> traces() {
    return metrics(Metric.Traced.class).toList();
  }

  /** How its step times changed at its freeze events, once it was audited. */
  public List<Metric.TimeChecked> timeChecks() {
    return metrics(Metric.TimeChecked.class).toList();
  }

  /** Whether it trained every step. */
  public boolean finished() {
    return record.status() == RunStatus.FINISHED;
  }

  /**
   * How much of the run's own time was waiting for data.
   *
   * @return a fraction, 0 for a run that has not begun
   */
  public double waitShare() {
    double end = Timeline.of(this).end();
    double wait = steps().stream().mapToDouble(Metric.Step::waitSeconds).sum();
    return end == 0 ? 0 : wait / end;
  }

  /**
   * Share of all images that it trained on whose frozen prefix did not run, as its output was kept.
   *
   * @return a fraction, 0 for a run that has not begun; empty without a cache
   */
  public OptionalDouble cacheHitShare() {
    if (!record.cache()) {
      return OptionalDouble.empty();
    }
    List<Metric.Step> steps = steps();
    long found =
        steps.stream().mapToLong(s -> s.cachedImages() == null ? 0 : s.cachedImages()).sum();
    return OptionalDouble.of(
        steps.isEmpty() ? 0 : (double) found / ((double) steps.size() * record.batch()));
  }

  private <T extends Metric> Stream<T> metrics(Class<T> type) {
    return metrics.stream().filter(type::isInstance).map(type::cast);
  }
}
