package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;

class FreezePlanTest {

  private final SchedulePolicy policy = FreezeOut.of(0.1, 0.5, Strategy.LINEAR);

  @Test
  void continuousPlansFollowTheFreezeTimes() {
    assertEquals(List.of(0.5, 0.75, 1.0), FreezePlan.continuous(policy, 3).trainedShares());
  }

  @Test
  void discretePlansFollowTheFreezeSteps() {
    // Of 5 steps at progress 0, .2, .4, .6, .8, the first at or after .5 is 3, after .75 it is 4.
    assertEquals(
        List.of(0.6, 0.8, 1.0),
        FreezePlan.discrete(policy, 3, new TrainingLength(1, 5)).trainedShares());
  }

  /**
   * Groups freeze at 0.5, 0.75 and 1; with a cache they run forward until 0.6, 0.85 and 1, and from
   * 0.9 on nothing is stored.
   */
  @Test
  void stretchesFollowWhatIsFrozenAndWhatIsStored() {
    FreezePlan cached = FreezePlan.cached(policy, 3, 10, PrefixCaching.ofViews(1));
    assertTrue(cached.cached());
    stretches(
        cached,
        List.of(
            new FreezePlan.Stretch(0, 0.5, 0, 0, false),
            new FreezePlan.Stretch(0.5, 0.6, 1, 0, true),
            new FreezePlan.Stretch(0.6, 0.75, 1, 1, false),
            new FreezePlan.Stretch(0.75, 0.85, 2, 1, true),
            new FreezePlan.Stretch(0.85, 0.9, 2, 2, false),
            new FreezePlan.Stretch(0.9, 1, 2, 2, false)));
    // From the second border on; what was frozen before is not stored.
    stretches(
        FreezePlan.cached(policy, 3, 10, new PrefixCaching(1, 2, 1)),
        List.of(
            new FreezePlan.Stretch(0, 0.5, 0, 0, false),
            new FreezePlan.Stretch(0.5, 0.75, 1, 0, false),
            new FreezePlan.Stretch(0.75, 0.85, 2, 0, true),
            new FreezePlan.Stretch(0.85, 0.9, 2, 2, false),
            new FreezePlan.Stretch(0.9, 1, 2, 2, false)));
    // Of four epochs three views leave one that is seen again, before anything freezes.
    assertFalse(FreezePlan.cached(policy, 3, 4, PrefixCaching.ofViews(3)).cached());
    FreezePlan plain = FreezePlan.continuous(policy, 3);
    assertEquals(
        List.of(
            new FreezePlan.Stretch(0, 0.5, 0, 0, false),
            new FreezePlan.Stretch(0.5, 0.75, 1, 0, false),
            new FreezePlan.Stretch(0.75, 1, 2, 0, false)),
        plain.stretches());
  }

  private static void stretches(FreezePlan plan, List<FreezePlan.Stretch> expected) {
    List<FreezePlan.Stretch> stretches = plan.stretches();
    assertEquals(expected.size(), stretches.size(), stretches.toString());
    for (int i = 0; i < expected.size(); i++) {
      FreezePlan.Stretch stretch = stretches.get(i);
      assertEquals(expected.get(i).start(), stretch.start(), 1e-15);
      assertEquals(expected.get(i).end(), stretch.end(), 1e-15);
      assertEquals(expected.get(i).frozenPrefix(), stretch.frozenPrefix());
      assertEquals(expected.get(i).sparedPrefix(), stretch.sparedPrefix());
      assertEquals(expected.get(i).writes(), stretch.writes(), stretch::toString);
    }
  }

  @Test
  void refusesSharesThatAreNone() {
    SchedulePolicy baseline = new UniformAnnealing(0.1);
    for (List<Double> shares :
        List.of(
            List.<Double>of(),
            List.of(0.5, 0.4),
            List.of(-0.1),
            List.of(1.1),
            List.of(Double.NaN))) {
      assertThrows(IllegalArgumentException.class, () -> new FreezePlan(baseline, shares));
    }
  }

  @Test
  void refusesForwardSharesThatAreNone() {
    List<Double> trained = List.of(0.5, 1.0);
    for (List<Double> forward :
        List.of(List.<Double>of(), List.of(1.0), List.of(0.9, 0.8), List.of(0.5, 1.1))) {
      assertThrows(
          IllegalArgumentException.class, () -> new FreezePlan(policy, trained, forward, 0.5, 1));
    }
    assertEquals(List.of(1.0, 1.0), new FreezePlan(policy, trained).forwardShares());
    List<Double> spared = List.of(0.9, 1.0);
    assertThrows(
        IllegalArgumentException.class, () -> new FreezePlan(policy, trained, spared, 0.5, 0.5));
    assertThrows(
        IllegalArgumentException.class, () -> new FreezePlan(policy, trained, spared, 0.5, 1.1));
  }
}
