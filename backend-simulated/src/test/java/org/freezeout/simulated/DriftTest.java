package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.freezeout.simulated.Drift.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {

  @ParameterizedTest
  @CsvSource({
    // sin(0), sin(pi/6), sin(pi/2), sin(pi), sin(3 pi/2), and a period later
    "SINE, 0, 1",
    "SINE, 1, 1.1",
    "SINE, 3, 1.2",
    "SINE, 6, 1",
    "SINE, 9, 0.8",
    "SINE, 15, 1.2",
    "RAMP, 0, 1",
    "RAMP, 3, 1.05",
    "RAMP, 12, 1.2",
    "RAMP, 1000, 1.2",
  })
  void slowsDownByTheShape(Shape shape, double now, double factor) {
    assertEquals(factor, new Drift(shape, 0.2, 12).factor(now), 1e-12);
  }

  @Test
  void isASineByDefault() {
    assertEquals(Shape.SINE, new Drift(null, 0.2, 12).shape());
  }

  @Test
  void noneIsNone() {
    assertEquals(1, Drift.NONE.factor(0.25));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 12, 'amplitude must lie in [0.0, 0.99], got 1.0'",
    "-0.1, 12, 'amplitude must lie in [0.0, 0.99], got -0.1'",
    "NaN, 12, 'amplitude must lie in [0.0, 0.99], got NaN'",
    "0.1, 0, 'period_seconds must lie in [1.0E-6, 1.0E9], got 0.0'",
    "0.1, Infinity, 'period_seconds must lie in [1.0E-6, 1.0E9], got Infinity'",
  })
  void refusesWhatIsOutOfRange(double amplitude, double period, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new Drift(Shape.SINE, amplitude, period))
            .getMessage());
  }
}
