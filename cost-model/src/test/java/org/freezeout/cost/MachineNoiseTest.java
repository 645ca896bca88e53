package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MachineNoiseTest {

  private static final int STEPS = 2000;

  /** Steps that all take a second, but for noise that is uniform within this share of it. */
  private static MachineNoise noise(double share) {
    var random = new SplittableRandom(3);
    List<List<Double>> rounds = new ArrayList<>();
    for (int r = 0; r < 400; r++) {
      rounds.add(
          List.of(1 + share * random.nextDouble(-1, 1), 1 + share * random.nextDouble(-1, 1)));
    }
    StepSamples samples = new StepSamples(List.of(0, 1), rounds);
    return MachineNoise.of(samples, StepRatios.of(samples));
  }

  /** The drift's standard deviation for a run whose second half costs a little less. */
  private static double drift(MachineNoise noise, double less) {
    return drift(noise, less, STEPS, 2);
  }

  private static double drift(MachineNoise noise, double less, int steps, int runs) {
    double[] costs = new double[steps];
    Arrays.fill(costs, 0, steps / 2, 1);
    Arrays.fill(costs, steps / 2, steps, 1 - less);
    return Math.sqrt(noise.drift(costs, 1 - less / 2, runs).variance());
  }

  /** The first Fourier coefficient of a square wave of height d/2 is d/pi. */
  @Test
  void unseenDriftIsAWaveOverTheRunOfTwiceTheNoise() {
    double less = 0.01;
    double sigma = 0.06 / Math.sqrt(3);
    assertEquals(2 * sigma * less / Math.PI, drift(noise(0.06), less), 0.1 * sigma * less);
    assertEquals(0.115 * less / Math.PI, drift(noise(0.3), less), 0.001 * less);
    assertEquals(0, drift(noise(0), less));
  }

  /** The calibration took 800 s; 300 steps take 600 s with the baseline, 2700 s in nine runs. */
  @Test
  void runsInLockstepOutlastTheCalibrationSooner() {
    MachineNoise noise = noise(0.06);
    assertTrue(drift(noise, 0.01, 300, 2) < drift(noise, 0.01, 300, 9) / 2);
    assertEquals(drift(noise, 0.01), drift(noise, 0.01, 300, 9), 1e-6);
  }
}
