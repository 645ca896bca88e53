package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ErrorMarginTest {

  @Test
  void isTheNormalApproximationOfTheBinomial() {
    // 1.6449 * sqrt(0.5 * 0.5 / 2500) = 1.6449 * 0.01
    assertEquals(1.6449, ErrorMargin.points(50, 2500), 1e-12);
    assertEquals(0, ErrorMargin.points(0, 100));
  }

  @Test
  void refusesNoImages() {
    assertThrows(IllegalArgumentException.class, () -> ErrorMargin.points(10, 0));
  }
}
