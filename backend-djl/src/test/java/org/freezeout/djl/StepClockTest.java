package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StepClockTest {

  @Test
  void aStepIsOverWhenAPassFollowsTheOptimizer() {
    StepClock clock = new StepClock(0);
    assertEquals(0, clock.forward(), "the first batch");
    assertEquals(0, clock.forward(), "another device or batch whose gradient is added");
    assertEquals(0, clock.completed());
    assertEquals(0, clock.update(), "the first parameter");
    assertEquals(1, clock.completed());
    assertEquals(0, clock.update(), "the second parameter");
    assertEquals(1, clock.completed());
    assertEquals(1, clock.forward());
    assertEquals(1, clock.completed());
  }

  @Test
  void startsWhereItIsTold() {
    StepClock clock = new StepClock(7);
    assertEquals(7, clock.completed());
    assertEquals(7, clock.forward());
    assertEquals(7, clock.update());
    assertEquals(8, clock.forward());
  }
}
