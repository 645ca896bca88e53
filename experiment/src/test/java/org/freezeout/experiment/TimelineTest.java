package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  @Test
  void sumsStepsWaitsAndEvaluations() {
    Timeline time =
        Timeline.of(
            run(
                step(0, true, 2, 0.5),
                step(1, true, 2, 0.25),
                evaluation(2, 10),
                step(2, true, 1, 0),
                evaluation(3, 10)));

    assertEquals(2.5, time.afterStep(0));
    assertEquals(4.75, time.afterStep(1));
    assertEquals(14.75, time.afterEvaluation(0));
    assertEquals(15.75, time.afterStep(2));
    assertEquals(25.75, time.afterEvaluation(1));
    assertEquals(25.75, time.end());
  }

  @Test
  void anUntimedStepTakesTheMedianOfItsPrefix() {
    Timeline time =
        Timeline.of(run(step(0, false, 100, 0), step(1, true, 3, 0), step(2, true, 5, 0)));

    assertEquals(4, time.afterStep(0));
    assertEquals(12, time.end());
  }

  @Test
  void startsAtZero() {
    assertEquals(0, Timeline.of(run()).end());
    assertEquals(0, run().waitShare());
  }

  @Test
  void tellsTheShareOfWaiting() {
    assertEquals(0.25, run(step(0, true, 2, 1), evaluation(1, 1)).waitShare());
  }

  private static TrainingRun run(Metric... metrics) {
    return new TrainingRun(null, List.of(metrics));
  }

  private static Metric step(int step, boolean timed, double seconds, double wait) {
    return new Metric.Step(step, null, 0, timed, seconds, seconds, wait, 0);
  }

  private static Metric evaluation(int step, double seconds) {
    return new Metric.Evaluated(step, null, null, seconds, seconds);
  }
}
