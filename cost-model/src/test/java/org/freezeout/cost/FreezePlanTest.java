package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
      assertThrows(IllegalArgumentException.class, () -> new FreezePlan(policy, trained, forward));
    }
    assertEquals(List.of(1.0, 1.0), new FreezePlan(policy, trained).forwardShares());
  }
}
