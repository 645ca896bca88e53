package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The schedule against numbers that {@code reference.py} computed from the paper's formulas in
 * exact fractions and 40-digit decimals.
 */
class ScheduleReferenceTest {

  /** A few roundings of a double; rates just before the freeze lose digits in 1 + cos. */
  private static final double TOLERANCE = 4e-15;

  private static final TrainingLength LENGTH = new TrainingLength(1, 997);

  @ParameterizedTest
  @CsvFileSource(resources = "reference.csv", useHeadersInDisplayName = true)
  void agrees(
      String strategy,
      double t0,
      double baseRate,
      int layers,
      int layer,
      double freezeTime,
      double initialRate,
      int freezeStep,
      double t,
      double rate) {
    LayerwiseSchedule schedule =
        FreezeOut.of(baseRate, t0, Strategy.named(strategy)).forLayers(layers);
    assertEquals(freezeTime, schedule.freezeTime(layer), TOLERANCE * freezeTime);
    assertEquals(initialRate, schedule.initialRate(layer), TOLERANCE * initialRate);
    assertEquals(rate, schedule.rate(layer, t), TOLERANCE * initialRate);
    assertEquals(freezeStep, schedule.freezeStep(layer, LENGTH));
    assertEquals(rate == 0, schedule.isFrozen(layer, t));
  }
}
