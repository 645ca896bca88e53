package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    double[] costs = new double[STEPS];
    Arrays.fill(costs, 0, STEPS / 2, 1);
    Arrays.fill(costs, STEPS / 2, STEPS, 1 - less);
    return Math.sqrt(noise.drift(costs, 1 - less / 2).variance());
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
}
