package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosineAnnealingTest {

  /** Angles whose cosine is known: 0, 60, 90 and 120 degrees, then the end. */
  @ParameterizedTest
  @CsvSource({"0, 0.2", "0.2, 0.15", "0.3, 0.1", "0.4, 0.05", "0.6, 0", "0.7, 0", "1, 0", "2, 0"})
  void followsHalfACosine(double t, double rate) {
    assertEquals(rate, new CosineAnnealing(0.2, 0.6).rate(t), 1e-16);
  }

  @Test
  void isExactAtBothEnds() {
    var annealing = new CosineAnnealing(0.1, 0.7);
    assertEquals(0.1, annealing.rate(0));
    assertEquals(0, annealing.rate(0.7));
    assertEquals(0, annealing.rate(Double.POSITIVE_INFINITY));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesRatesOutsideTheirDomain(double rate) {
    Refusal.of(
        () -> new CosineAnnealing(rate, 1),
        "initialRate must be finite and greater than 0, got " + rate);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesEndsOutsideTheirDomain(double end) {
    Refusal.of(() -> new CosineAnnealing(0.1, end), "end must lie in (0, 1], got " + end);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-300, -1, Double.NaN, Double.NEGATIVE_INFINITY})
  void refusesProgressOutsideItsDomain(double t) {
    var annealing = new CosineAnnealing(0.1, 0.7);
    Refusal.of(() -> annealing.rate(t), "progress t must be at least 0, got " + t);
  }
}
