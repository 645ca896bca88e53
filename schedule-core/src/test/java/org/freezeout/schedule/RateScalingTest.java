package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateScalingTest {

  @Test
  void scalesByTheFreezeTime() {
    assertEquals(0.1, RateScaling.UNSCALED.initialRate(0.1, 0.25));
    assertEquals(0.4, RateScaling.SCALED.initialRate(0.1, 0.25));
    assertEquals(0.1, RateScaling.SCALED.initialRate(0.1, 1));
  }

  @Test
  void refusesWhatIsOutsideTheDomain() {
    Refusal.of(
        () -> RateScaling.SCALED.initialRate(0, 0.5),
        "baseRate must be finite and greater than 0, got 0.0");
    Refusal.of(
        () -> RateScaling.UNSCALED.initialRate(0.1, 0), "freezeTime must lie in (0, 1], got 0.0");
    Refusal.of(
        () -> RateScaling.SCALED.initialRate(Double.MAX_VALUE, 0.5),
        "baseRate / freezeTime must be finite, got 1.7976931348623157E308 / 0.5");
  }
}
