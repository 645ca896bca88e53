package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianWindowTest {

  @Test
  void takesTheMedianOfEachStretch() {
    assertEquals(
        List.of(new MedianWindow(0, 2, 2), new MedianWindow(3, 4, 15)),
        MedianWindow.ofLoss(run(1.0, 90.0, 2.0, 10.0, 20.0), 3));
  }

  @Test
  void leavesOutStepsWithoutAValue() {
    assertEquals(
        List.of(new MedianWindow(0, 3, 2)),
        MedianWindow.ofLoss(run(1.0, null, Double.NaN, 3.0), 2));
  }

  @Test
  void relatesStepTimesToTheBaselineAtTheSameStep() {
    TrainingRun baseline = timed(1, 10, 2);
    TrainingRun run = timed(0.5, 5, 1);

    assertEquals(
        List.of(new MedianWindow(0, 1, 0.5), new MedianWindow(2, 2, 0.5)),
        MedianWindow.ofRelativeStepTime(baseline, run, 2));
    assertEquals(
        List.of(new MedianWindow(0, 1, 0.5)),
        MedianWindow.ofRelativeStepTime(timed(1, 10), run, 5));
  }

  @Test
  void refusesEmptyStretches() {
    assertThrows(IllegalArgumentException.class, () -> MedianWindow.ofLoss(run(1.0), 0));
  }

  private static TrainingRun run(Double... losses) {
    return new TrainingRun(
        null,
        IntStream.range(0, losses.length)
            .mapToObj(s -> (Metric) new Metric.Step(s, losses[s], 0, true, 1, 1, 0, 0))
            .toList());
  }

  private static TrainingRun timed(double... seconds) {
    return new TrainingRun(
        null,
        IntStream.range(0, seconds.length)
            .mapToObj(s -> (Metric) new Metric.Step(s, null, 0, true, seconds[s], 1, 0, 0))
            .toList());
  }
}
