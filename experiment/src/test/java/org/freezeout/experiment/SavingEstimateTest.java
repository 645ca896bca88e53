package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.freezeout.experiment.Fixtures.step;
import static org.freezeout.experiment.Fixtures.steps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavingEstimateTest {

  /** (4 + 2 + 3) / (5 + 6 + 7) = 1 / 2. */
  @Test
  void comparesSumsOfStepTimes() {
    SavingEstimate estimate = of(steps(0, 5, 6, 7), steps(0, 4, 2, 3));
    assertEquals(0.5, estimate.saving(), 1e-15);
    assertTrue(estimate.low() <= 0.5 && estimate.high() >= 0.5);
    assertEquals(
        0.5,
        SavingEstimate.saving(steps(0, 5, 6, 7), steps(0, 4, 2, 3), Metric.Step::cpuSeconds),
        1e-15);
  }

  /** The baseline's first step counts as 6, the scheduled run's as 3: 1 - (3 + 2 + 4) / 18. */
  @Test
  void imputesUntimedSteps() {
    List<Metric.Step> baseline =
        List.of(step(0, 0, false, 99), step(1, 0, true, 5), step(2, 0, true, 7));
    List<Metric.Step> scheduled =
        List.of(step(0, 0, false, 1), step(1, 0, true, 2), step(2, 0, true, 4));
    assertEquals(0.5, of(baseline, scheduled).saving(), 1e-15);
  }

  @Test
  void isNegativeWhereTheScheduledRunWasSlower() {
    SavingEstimate estimate = of(steps(0, 2, 2, 2, 2), steps(0, 3, 3, 3, 3));
    assertEquals(new SavingEstimate(-0.5, -0.5, -0.5, -0.5), estimate);
  }

  /** Every prefix has its own time, the last for one step only, and nothing else changes. */
  @Test
  void isExactWhereThereIsNoNoise() {
    List<Metric.Step> baseline = new ArrayList<>();
    List<Metric.Step> scheduled = new ArrayList<>();
    int[] lengths = {30, 7, 2, 1};
    for (int prefix = 0; prefix < 4; prefix++) {
      for (int i = 0; i < lengths[prefix]; i++) {
        baseline.add(step(baseline.size(), 0, baseline.size() >= 4, 8));
        scheduled.add(step(scheduled.size(), prefix, scheduled.size() >= 4, 8 - 2 * prefix));
      }
    }
    SavingEstimate estimate = of(baseline, scheduled);
    double saving = (7 * 2 + 2 * 4 + 6) / 320.0;
    assertEquals(saving, estimate.saving(), 1e-12);
    assertEquals(saving, estimate.steady(), 1e-12);
    assertEquals(saving, estimate.low(), 1e-12);
    assertEquals(saving, estimate.high(), 1e-12);
  }

  /** What slows both runs alike does not widen the interval while both are equally far. */
  @Test
  void commonDriftCancels() {
    double[] drift = IntStream.range(0, 200).mapToDouble(s -> 1 + 0.5 * Math.sin(s)).toArray();
    SavingEstimate estimate =
        of(
            steps(0, drift),
            steps(0, IntStream.range(0, 200).mapToDouble(s -> 0.8 * drift[s]).toArray()));
    assertEquals(0.2, estimate.saving(), 1e-12);
    assertEquals(0.2, estimate.low(), 1e-12);
    assertEquals(0.2, estimate.high(), 1e-12);
  }

  /**
   * The machine is half as fast in the second half, in which the scheduled run is cheaper: measured
   * is 1 - (1 + 2 * 0.5) / 3 = 1 / 3, without drift it would be 1 / 4. The interval tells of both.
   */
  @Test
  void driftWidensTheInterval() {
    List<Metric.Step> baseline = new ArrayList<>();
    List<Metric.Step> scheduled = new ArrayList<>();
    for (int s = 0; s < 200; s++) {
      double drift = s < 100 ? 1 : 2;
      baseline.add(step(s, 0, true, drift));
      scheduled.add(step(s, s < 100 ? 0 : 1, true, drift * (s < 100 ? 1 : 0.5)));
    }
    SavingEstimate estimate = of(baseline, scheduled);
    assertEquals(1 / 3.0, estimate.saving(), 1e-12);
    assertEquals(0.25, estimate.steady(), 1e-12);
    assertTrue(estimate.low() < 0.25 && estimate.high() >= 1 / 3.0, estimate.toString());
  }

  /**
   * For noise that is normal, of standard deviation sigma and independent from step to step, the
   * interval of n steps is 2 * 1.645 * (1 - saving) * sigma * sqrt(2 / n) wide.
   */
  @Test
  void isAsWideAsNoiseOfKnownStrengthMakesIt() {
    double sigma = 0.04;
    int n = 2000;
    SavingEstimate estimate =
        of(steps(0, noisy(1, sigma, n, 1)), steps(0, noisy(0.7, sigma, n, 2)));
    double expected = 2 * 1.645 * 0.7 * sigma * Math.sqrt(2.0 / n);
    assertEquals(expected, estimate.high() - estimate.low(), 0.15 * expected);
  }

  /**
   * Intervals for independent noise, over 400 seeds each. If each covered with probability 0.9, 341
   * or fewer of 400 would with a probability of 0.2 % only (binomial distribution).
   */
  @ParameterizedTest
  @CsvSource({"100, 50", "400, 40", "400, 8"})
  void coversTheTruth(int steps, int longestStretch) {
    int covered = 0;
    for (int seed = 0; seed < 400; seed++) {
      var random = new Random(seed);
      List<Metric.Step> baseline = new ArrayList<>();
      List<Metric.Step> scheduled = new ArrayList<>();
      double truth = 0;
      for (int s = 0; s < steps; s++) {
        int prefix = s / longestStretch;
        double cost = 1 / (1 + 0.2 * prefix);
        truth += cost / steps;
        baseline.add(step(s, 0, s >= 10, Math.exp(0.05 * random.nextGaussian())));
        scheduled.add(step(s, prefix, s >= 10, cost * Math.exp(0.05 * random.nextGaussian())));
      }
      SavingEstimate estimate = of(baseline, scheduled);
      covered += estimate.low() <= 1 - truth && 1 - truth <= estimate.high() ? 1 : 0;
    }
    assertTrue(covered > 341, covered + " of 400");
  }

  @Test
  void repeatsItselfForASeed() {
    List<Metric.Step> baseline = steps(0, noisy(1, 0.1, 50, 1));
    List<Metric.Step> scheduled = steps(0, noisy(0.8, 0.1, 50, 2));
    assertEquals(of(baseline, scheduled), of(baseline, scheduled));
    assertNotEquals(
        of(baseline, scheduled),
        SavingEstimate.of(baseline, scheduled, Metric.Step::wallSeconds, 8));
  }

  @Test
  void aSingleStepHasNoWidth() {
    assertEquals(new SavingEstimate(0.25, 0.25, 0.25, 0.25), of(steps(0, 4), steps(0, 3)));
  }

  @Test
  void refusesRunsThatAreNotPaired() {
    assertEquals(
        "runs must have the same steps, got 2 and 1",
        refusal(() -> of(steps(0, 1, 2), steps(0, 1))));
    assertEquals(
        "runs must have the same steps, got 0 and 0", refusal(() -> of(List.of(), List.of())));
  }

  private static SavingEstimate of(List<Metric.Step> baseline, List<Metric.Step> scheduled) {
    return SavingEstimate.of(baseline, scheduled, Metric.Step::wallSeconds, 7);
  }

  private static double[] noisy(double mean, double sigma, int n, long seed) {
    var random = new Random(seed);
    return IntStream.range(0, n)
        .mapToDouble(s -> mean + mean * sigma * random.nextGaussian())
        .toArray();
  }

  /** Steps that fill a cache and steps that find it full differ, but not by noise. */
  @Test
  void fillingACacheIsNoNoise() {
    List<Metric.Step> baseline = new ArrayList<>();
    List<Metric.Step> cached = new ArrayList<>();
    for (int s = 0; s < 40; s++) {
      boolean full = s >= 20;
      baseline.add(Fixtures.step(s, 0, true, 1));
      double seconds = full ? 0.25 : 0.75;
      cached.add(new Metric.Step(s, 1.0, 2, true, seconds, 1, 0, 0, full ? 8 : 0));
    }
    SavingEstimate estimate = SavingEstimate.of(baseline, cached, Metric.Step::wallSeconds, 20, 1);
    assertEquals(0.5, estimate.saving(), 1e-12);
    assertEquals(0.5, estimate.low(), 1e-12);
    assertEquals(0.5, estimate.high(), 1e-12);
  }
}
