package org.freezeout.experiment;

import java.util.List;
import java.util.Objects;
import org.freezeout.cost.Measured;
import org.freezeout.cost.RunOverheads;

/**
 * What a run takes besides its training steps, as a calibration measured it.
 *
 * @param trainingImages of the data set
 * @param testImages of the data set
 * @param waitSeconds in each round how long training stood still for its batch, whose preparation
 *     the steps of all prefixes had hidden
 * @param preparationSeconds in each round how long the threads that share it took to prepare the
 *     batch
 * @param evaluationImages test images of a timed evaluation; 0 if there are none
 * @param evaluationSeconds each evaluation, at least two if there are test images
 * @param startSeconds until the engine was open and held a network
 * @param firstStepsSeconds what the first steps and the first evaluation take longer than later
 *     ones
 */
public record BesideSteps(
    int trainingImages,
    int testImages,
    List<Double> waitSeconds,
    List<Double> preparationSeconds,
    int evaluationImages,
    List<Double> evaluationSeconds,
    double startSeconds,
    double firstStepsSeconds) {

  /** The start is seen once, so it may be so much longer or shorter. */
  private static final double START_KNOWN_WITHIN = 0.5;

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if that is not so, naming the field and the value
   */
  public BesideSteps {
    Numbers.atLeast("training_images", 1, trainingImages);
    Numbers.atLeast("test_images", 0, testImages);
    waitSeconds = checked("wait_seconds", waitSeconds, 2);
    preparationSeconds = checked("preparation_seconds", preparationSeconds, 2);
    Numbers.atLeast("evaluation_images", testImages == 0 ? 0 : 1, evaluationImages);
    evaluationSeconds =
        checked("evaluation_seconds", evaluationSeconds, evaluationImages == 0 ? 0 : 2);
    Numbers.seconds("start_seconds", startSeconds);
    Numbers.seconds("first_steps_seconds", firstStepsSeconds);
  }

  /** The means, with how well they are known. */
  public RunOverheads overheads() {
    double start = startSeconds + firstStepsSeconds;
    return new RunOverheads(
        mean(waitSeconds),
        mean(preparationSeconds),
        evaluationImages == 0
            ? Measured.ZERO
            : mean(evaluationSeconds).times(1.0 / evaluationImages),
        new Measured(start, START_KNOWN_WITHIN * start));
  }

  private static Measured mean(List<Double> seconds) {
    return Measured.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static List<Double> checked(String name, List<Double> seconds, int least) {
    if (Numbers.present(name, seconds).size() < least
        || seconds.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          name + " must be at least " + least + " numbers, got " + seconds);
    }
    seconds.forEach(value -> Numbers.seconds(name, value));
    return List.copyOf(seconds);
  }
}
