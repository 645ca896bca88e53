package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.freezeout.schedule.CosineAnnealing;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LostTrainingTest {

  /** Three layers freeze at 0.5, 0.75 and 1. */
  @Test
  void unscaledLayersLoseWhatTheyAreFrozenFor() {
    LostTraining lost = LostTraining.of(FreezeOut.of(0.1, 0.5, Strategy.LINEAR), 3);
    assertEquals((0.5 + 0.25) / 3, lost.mean(), 1e-12);
    assertEquals(0.5, lost.worst(), 1e-12);
    assertEquals(1, lost.rateFactor(), 1e-12);
  }

  @Test
  void scaledLayersLoseNothingAndAreFaster() {
    LostTraining lost = LostTraining.of(FreezeOut.of(0.1, 0.5, Strategy.CUBIC_SCALED), 3);
    assertEquals(0, lost.mean(), 1e-12);
    assertEquals(0, lost.worst(), 1e-12);
    assertEquals(8, lost.rateFactor(), 1e-12);
  }

  @Test
  void theBaselineLosesNothing() {
    assertEquals(new LostTraining(0, 0, 1), LostTraining.of(new UniformAnnealing(0.3), 7));
  }

  /** The same from the rates themselves, by the midpoint rule. */
  @ParameterizedTest
  @EnumSource(Strategy.class)
  void isTheIntegralOfTheRates(Strategy strategy) {
    FreezeOut policy = FreezeOut.of(0.2, 0.6, strategy);
    LayerwiseSchedule schedule = policy.forLayers(4);
    var baseline = new CosineAnnealing(0.2, 1);
    int points = 20_000;
    double mean = 0;
    for (int i = 0; i < 4; i++) {
      double kept = 0;
      double all = 0;
      for (int p = 0; p < points; p++) {
        kept += schedule.rate(i, (p + 0.5) / points);
        all += baseline.rate((p + 0.5) / points);
      }
      mean += (1 - kept / all) / 4;
    }
    assertEquals(mean, LostTraining.of(policy, 4).mean(), 1e-6);
  }

  @Test
  void dominatesWhatIsNoBetterInAnything() {
    var some = new LostTraining(0.1, 0.3, 2);
    assertTrue(some.dominates(new LostTraining(0.1, 0.3, 3)));
    assertTrue(some.dominates(new LostTraining(0.2, 0.2, 2)));
    assertFalse(some.dominates(some));
    assertFalse(some.dominates(new LostTraining(0, 0, 8)));
  }
}
