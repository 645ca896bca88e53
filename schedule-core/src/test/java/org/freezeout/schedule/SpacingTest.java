package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpacingTest {

  /** Five layers from t_0 = 0.5: u = 0.5, 0.625, 0.75, 0.875, 1; all powers are exact. */
  @Test
  void spreadsFreezeTimes() {
    for (int i = 0; i < 5; i++) {
      double u = (4 + i) / 8.0;
      assertEquals(u, Spacing.LINEAR.freezeTime(0.5, i, 5));
      assertEquals((4 + i) * (4 + i) / 64.0, Spacing.SQUARED.freezeTime(0.5, i, 5));
      assertEquals((4 + i) * (4 + i) * (4 + i) / 512.0, Spacing.CUBIC.freezeTime(0.5, i, 5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSingleLayerIsTheLast(Spacing spacing) {
    assertEquals(1, spacing.freezeTime(0.3, 0, 1));
  }

  /** Multiplying before dividing would miss 1 for many of these. */
  @ParameterizedTest
  @EnumSource
  void theLastLayerIsExactlyOne(Spacing spacing) {
    for (int layers = 2; layers < 500; layers++) {
      for (double t0 = 0.0137; t0 < 1; t0 += 0.0137) {
        assertEquals(1, spacing.freezeTime(t0, layers - 1, layers));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.0000000000000002, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesT0OutsideItsDomain(double t0) {
    Refusal.of(() -> Spacing.LINEAR.freezeTime(t0, 0, 2), "t0 must lie in (0, 1], got " + t0);
  }

  @Test
  void refusesT0WhosePowerIsZero() {
    assertEquals(Double.MIN_VALUE, Spacing.LINEAR.freezeTime(Double.MIN_VALUE, 0, 2));
    Refusal.of(
        () -> Spacing.SQUARED.freezeTime(Double.MIN_VALUE, 0, 2),
        "t0 is too small: 4.9E-324 to the power of 2 is 0");
    Refusal.of(
        () -> Spacing.CUBIC.freezeTime(Double.MIN_VALUE, 0, 2),
        "t0 is too small: 4.9E-324 to the power of 3 is 0");
  }

  @Test
  void refusesLayersThatAreNotThere() {
    Refusal.of(() -> Spacing.CUBIC.freezeTime(0.5, 0, 0), "layers must be at least 1, got 0");
    Refusal.of(() -> Spacing.CUBIC.freezeTime(0.5, -1, 3), "layer must lie in [0, 2], got -1");
    Refusal.of(() -> Spacing.CUBIC.freezeTime(0.5, 3, 3), "layer must lie in [0, 2], got 3");
  }
}
