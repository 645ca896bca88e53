package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreezeOutTest {

  /** The authors recommend cubic, scaled, t_0 = 0.8: the first layer freezes at 0.8³ = 0.512. */
  @Test
  void followsTheAuthorsRecommendation() {
    FreezeOut policy = FreezeOut.of(0.1, 0.8);
    assertEquals(Strategy.CUBIC_SCALED, policy.strategy());
    assertEquals("cubic-scaled", policy.name());
    assertEquals(0.512, policy.forLayers(40).freezeTime(0), 1e-15);
    assertEquals(0.1 / 0.512, policy.forLayers(40).initialRate(0), 1e-15);
  }

  /** At t_0 = 0.5 the first layer starts at 8 times the base rate, at 0.1 at 1000 times. */
  @Test
  void tellsHowLargeRatesGet() {
    assertEquals(8, FreezeOut.of(0.1, 0.5).largestRateFactor());
    assertEquals(1000, FreezeOut.of(0.1, 0.1).largestRateFactor(), 1e-9);
    assertEquals(2, FreezeOut.of(0.1, 0.5, Strategy.LINEAR_SCALED).largestRateFactor());
    assertEquals(1, FreezeOut.of(0.1, 0.1, Strategy.CUBIC).largestRateFactor());
  }

  @ParameterizedTest
  @EnumSource
  void aSingleLayerTrainsToTheEnd(Strategy strategy) {
    LayerwiseSchedule schedule = FreezeOut.of(0.1, 0.3, strategy).forLayers(1);
    assertEquals(new UniformAnnealing(0.1).forLayers(1), schedule);
    assertEquals(7, schedule.freezeStep(0, new TrainingLength(1, 7)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.8, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesT0OutsideItsDomain(double t0) {
    Refusal.of(() -> FreezeOut.of(0.1, t0), "t0 must lie in (0, 1], got " + t0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesBaseRatesOutsideTheirDomain(double baseRate) {
    Refusal.of(
        () -> FreezeOut.of(baseRate, 0.8, Strategy.LINEAR),
        "baseRate must be finite and greater than 0, got " + baseRate);
  }

  @Test
  void refusesT0SoSmallThatSomethingIsNotFiniteAndPositive() {
    Refusal.of(
        () -> FreezeOut.of(0.1, Double.MIN_VALUE),
        "t0 is too small: 4.9E-324 to the power of 3 is 0");
    Refusal.of(
        () -> FreezeOut.of(0.1, 1e-320, Strategy.LINEAR_SCALED),
        "baseRate / freezeTime must be finite, got 0.1 / 1.0E-320");
    // The same freeze time does without scaling.
    assertEquals(1e-320, FreezeOut.of(0.1, 1e-320, Strategy.LINEAR).forLayers(2).freezeTime(0));
  }

  @Test
  void refusesNoLayers() {
    Refusal.of(() -> FreezeOut.of(0.1, 0.8).forLayers(0), "layers must be at least 1, got 0");
    Refusal.of(() -> new UniformAnnealing(0.1).forLayers(-1), "layers must be at least 1, got -1");
  }

  @Test
  void theBaselineRefusesBadRates() {
    Refusal.of(
        () -> new UniformAnnealing(Double.NaN),
        "baseRate must be finite and greater than 0, got NaN");
  }
}
