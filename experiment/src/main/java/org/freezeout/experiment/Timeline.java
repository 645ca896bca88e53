package org.freezeout.experiment;

import java.util.List;

/**
 * A run's own clock, in seconds: its step times, untimed ones imputed as in {@link StepTimes},
 * waiting for data and evaluations, summed up. What other runs did meanwhile does not count.
 */
public final class Timeline {

  private final double[] afterStep;
  private final double[] afterEvaluation;

  private Timeline(double[] afterStep, double[] afterEvaluation) {
    this.afterStep = afterStep;
    this.afterEvaluation = afterEvaluation;
  }

  /** The clock of a run. */
  public static Timeline of(TrainingRun run) {
    List<Metric.Step> steps = run.steps();
    List<Metric.Evaluated> evaluations = run.evaluations();
    double[] seconds = StepTimes.of(steps, Metric.Step::wallSeconds);
    double[] afterStep = new double[steps.size()];
    double[] afterEvaluation = new double[evaluations.size()];
    double now = 0;
    int evaluation = 0;
    for (int s = 0; s <= steps.size(); s++) {
      while (evaluation < evaluations.size()
          && (s == steps.size() || evaluations.get(evaluation).step() <= steps.get(s).step())) {
        now += evaluations.get(evaluation).wallSeconds();
        afterEvaluation[evaluation++] = now;
      }
      if (s < steps.size()) {
        now += steps.get(s).waitSeconds() + seconds[s];
        afterStep[s] = now;
      }
    }
    return new Timeline(afterStep, afterEvaluation);
  }

  /** The time at the end of the run. */
  public double end() {
    double lastStep = afterStep.length == 0 ? 0 : afterStep[afterStep.length - 1];
    double lastEvaluation =
        afterEvaluation.length == 0 ? 0 : afterEvaluation[afterEvaluation.length - 1];
    return Math.max(lastStep, lastEvaluation);
  }

  /**
   * The time at the end of a step, before an evaluation that follows it.
   *
   * @param index into the run's steps
   */
  public double afterStep(int index) {
    return afterStep[index];
  }

  /**
   * The time at the end of an evaluation.
   *
   * @param index into the run's evaluations
   */
  public double afterEvaluation(int index) {
    return afterEvaluation[index];
  }
}
