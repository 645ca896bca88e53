package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;

class StepNoiseTest {

  private static final int STEPS = 100_000;
  private static final LayerwiseSchedule SCHEDULE = new UniformAnnealing(0.1).forLayers(3);

  /** Mean 1; the logarithm has mean -sigma² / 2 and variance sigma². Six standard errors. */
  @Test
  void isLogNormalWithMeanOne() {
    double sigma = 0.3;
    StepNoise noise = noise(sigma, Outliers.NONE, 1, 0);
    double[] factors = IntStream.range(0, STEPS).mapToDouble(noise::factor).toArray();
    double sum = 0;
    double logSum = 0;
    double logSquares = 0;
    for (double factor : factors) {
      sum += factor;
      logSum += Math.log(factor);
      logSquares += Math.pow(Math.log(factor) + sigma * sigma / 2, 2);
    }
    assertEquals(1, sum / STEPS, 6 * 0.307 / Math.sqrt(STEPS)); // sqrt(exp(sigma²) - 1) = 0.307
    assertEquals(-sigma * sigma / 2, logSum / STEPS, 6 * sigma / Math.sqrt(STEPS));
    assertEquals(sigma * sigma, logSquares / STEPS, 6 * sigma * sigma * Math.sqrt(2.0 / STEPS));
  }

  @Test
  void isExactlyOneWithoutNoise() {
    StepNoise noise = noise(0, Outliers.NONE, 1, 0);
    IntStream.range(0, 100).forEach(step -> assertEquals(1, noise.factor(step)));
  }

  /** Binomial: 100,000 steps at 1 % give 1000 with a standard deviation of 31. */
  @Test
  void hasOutliersAsOftenAsAsked() {
    StepNoise noise = noise(0, new Outliers(0.01, 5), 1, 0);
    double[] factors = IntStream.range(0, STEPS).mapToDouble(noise::factor).toArray();
    long outliers = IntStream.range(0, STEPS).filter(step -> factors[step] == 5).count();
    assertEquals(1000, outliers, 6 * 31);
    assertEquals(
        STEPS - outliers, IntStream.range(0, STEPS).filter(step -> factors[step] == 1).count());
  }

  @Test
  void dependsOnSeedScheduleTwinAndStepAlone() {
    StepNoise noise = noise(0.3, Outliers.NONE, 1, 0);
    assertEquals(noise.factor(7), noise(0.3, Outliers.NONE, 1, 0).factor(7));
    assertNotEquals(noise.factor(7), noise.factor(8));
    assertEquals(noise.factor(7), noise.factor(7, 0));
    assertNotEquals(noise.factor(7), noise.factor(7, 1));
    assertNotEquals(noise.factor(7), noise(0.3, Outliers.NONE, 2, 0).factor(7));
    assertNotEquals(noise.factor(7), noise(0.3, Outliers.NONE, 1, 1).factor(7));
  }

  private static StepNoise noise(double sigma, Outliers outliers, long seed, int twins) {
    GroupSeconds group = new GroupSeconds(1, 1, 0, 0, 0.0);
    return new StepNoise(
        new SimulatedCosts(1, List.of(group), 0.0, 0.0, 0.0, sigma, Drift.NONE, outliers),
        seed,
        SCHEDULE,
        twins);
  }
}
