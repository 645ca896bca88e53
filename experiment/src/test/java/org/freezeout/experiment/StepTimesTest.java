package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.step;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimesTest {

  /** Prefix 0: median of 3, 4 and 8. Prefix 1: mean of the middle ones of 1, 2, 4 and 6. */
  @Test
  void untimedStepsGetTheMedianOfTheirPrefix() {
    List<Metric.Step> steps =
        List.of(
            step(0, 0, false, 100),
            step(1, 0, true, 8),
            step(2, 0, true, 3),
            step(3, 0, true, 4),
            step(4, 1, false, 50),
            step(5, 1, true, 6),
            step(6, 1, true, 1),
            step(7, 1, true, 2),
            step(8, 1, true, 4));
    assertArrayEquals(
        new double[] {4, 8, 3, 4, 3, 6, 1, 2, 4}, StepTimes.of(steps, Metric.Step::wallSeconds));
    assertArrayEquals(
        new double[] {8, 16, 6, 8, 6, 12, 2, 4, 8}, StepTimes.of(steps, Metric.Step::cpuSeconds));
  }

  @Test
  void aPrefixWithoutTimedStepsKeepsItsTimes() {
    List<Metric.Step> steps =
        List.of(step(0, 0, false, 100), step(1, 0, false, 90), step(2, 1, true, 5));
    assertArrayEquals(new double[] {100, 90, 5}, StepTimes.of(steps, Metric.Step::wallSeconds));
    assertEquals(
        Double.NaN, StepTimes.median(steps, new StepTimes.Work(0, null), Metric.Step::wallSeconds));
  }

  /** With a cache the same prefix takes another time where more of it runs forward. */
  @Test
  void untimedStepsGetTheMedianOfThoseThatFoundAsMuchInTheCache() {
    List<Metric.Step> steps =
        List.of(
            cached(0, false, 0, 100),
            cached(1, false, 7, 70),
            cached(2, true, 0, 20),
            cached(3, true, 8, 5),
            cached(4, true, 8, 6),
            cached(5, true, 0, 22));
    assertArrayEquals(
        new double[] {21, 70, 20, 5, 6, 22}, StepTimes.of(steps, Metric.Step::wallSeconds));
  }

  private static Metric.Step cached(int step, boolean timed, int cachedImages, double seconds) {
    return new Metric.Step(step, 1.0, 2, timed, seconds, seconds, 0, 0, cachedImages);
  }

  @Test
  void noStepsAreNoTimes() {
    assertArrayEquals(new double[0], StepTimes.of(List.of(), Metric.Step::wallSeconds));
  }
}
