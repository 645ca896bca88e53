package org.freezeout.experiment;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.freezeout.data.BatchPrefetcher;

/** Gathers what runs take besides their training steps, in the course of a calibration. */
final class BesideStepsProbe {

  private static final int FEWEST_EVALUATIONS = 2;
  private static final int MOST_EVALUATIONS = 5;

  /** How long timed evaluations may take together once there are enough of them, in seconds. */
  private static final double EVALUATION_SECONDS = 2;

  private final double startSeconds;
  private final List<Double> waits = new ArrayList<>();
  private final List<Double> preparations = new ArrayList<>();
  private final List<List<Double>> first = new ArrayList<>();
  private final List<List<Double>> warmUp = new ArrayList<>();
  private final List<List<Double>> timed = new ArrayList<>();
  private final List<Double> evaluations = new ArrayList<>();
  private double firstEvaluation;
  private int evaluationImages;

  /**
   * Begins.
   *
   * @param startSeconds until the engine was open and held a network
   */
  BesideStepsProbe(double startSeconds) {
    this.startSeconds = startSeconds;
  }

  /** One of the first rounds; the first network's own first steps are what a run's are. */
  void first(List<Double> steps) {
    first.add(steps);
  }

  /** A round of the warm-up. */
  void warmUp(List<Double> steps) {
    warmUp.add(steps);
  }

  /** A round that is timed. */
  void timed(BatchTiming batch, List<Double> steps) {
    waits.add(batch.waitSeconds());
    int threads = BatchPrefetcher.threads(Runtime.getRuntime().availableProcessors());
    preparations.add(batch.preparationSeconds() / threads);
    timed.add(steps);
  }

  /** Times evaluations over so many images. */
  void evaluate(Learner learner, int images) {
    evaluationImages = images;
    if (images == 0) {
      return;
    }
    firstEvaluation = learner.evaluate().elapsed().wallSeconds();
    double sum = 0;
    while (evaluations.size() < FEWEST_EVALUATIONS
        || evaluations.size() < MOST_EVALUATIONS && sum < EVALUATION_SECONDS) {
      evaluations.add(learner.evaluate().elapsed().wallSeconds());
      sum += evaluations.get(evaluations.size() - 1);
    }
  }

  BesideSteps result(DataSpec data) {
    double evaluation =
        evaluations.isEmpty() ? 0 : Math.max(0, firstEvaluation - median(evaluations));
    return new BesideSteps(
        data.trainingImages(),
        data.testImages(),
        waits,
        preparations,
        evaluationImages,
        evaluations,
        startSeconds,
        firstSteps() + evaluation);
  }

  /**
   * What the first steps of a run take longer than later ones: those of one network, as it meets
   * its sizes for the first time, and what compiling the program took from all networks together
   * afterwards, as a run by itself has it all.
   */
  private double firstSteps() {
    double sum = 0;
    for (int i = 0; i < timed.get(0).size(); i++) {
      int probe = i;
      double median = median(timed.stream().map(steps -> steps.get(probe)).toList());
      if (i == 0) {
        sum += first.stream().mapToDouble(steps -> Math.max(0, steps.get(0) - median)).sum();
      }
      sum += Math.max(0, warmUp.stream().mapToDouble(steps -> steps.get(probe) - median).sum());
    }
    return sum;
  }

  private static double median(List<Double> values) {
    return new Median().evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
