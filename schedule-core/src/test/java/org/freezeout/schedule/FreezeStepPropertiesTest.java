package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** Steps: when layers freeze in a run of whole steps. */
class FreezeStepPropertiesTest {

  @Property(tries = 300)
  void freezeStepIsTheFirstFrozenStep(
      @ForAll Strategy strategy,
      @ForAll @Scale(9) @DoubleRange(min = 0.001, max = 1) double t0,
      @ForAll @IntRange(min = 1, max = 40) int layers,
      @ForAll @IntRange(min = 1, max = 9) int epochs,
      @ForAll @IntRange(min = 1, max = 99) int stepsPerEpoch) {
    LayerwiseSchedule schedule = FreezeOut.of(0.1, t0, strategy).forLayers(layers);
    var length = new TrainingLength(epochs, stepsPerEpoch);
    for (int i = 0; i < layers; i++) {
      int expected = 0;
      while (expected < length.steps()
          && (double) expected / (epochs * stepsPerEpoch) < schedule.freezeTime(i)) {
        expected++;
      }
      assertEquals(expected, schedule.freezeStep(i, length), "layer " + i);
    }
    assertEquals(length.steps(), schedule.freezeStep(layers - 1, length));
  }

  /** Where step / steps hits the freeze time exactly, or misses it by one rounding. */
  @Property
  void freezeStepIsExactWhereAStepHitsTheFreezeTime(
      @ForAll @IntRange(min = 1, max = 100_000) int steps,
      @ForAll @IntRange(min = 1, max = 100_000) int step) {
    int s = 1 + (step - 1) % steps;
    double t0 = (double) s / steps;
    var length = new TrainingLength(1, steps);
    assertEquals(s, freezeStepOfTheFirst(t0, length));
    if (t0 < 1) {
      assertEquals(s + 1, freezeStepOfTheFirst(Math.nextUp(t0), length));
    }
    assertEquals(s, freezeStepOfTheFirst(Math.nextDown(t0), length));
  }

  @Property
  void freezeStepIsExactInLongRuns(
      @ForAll @Scale(9) @DoubleRange(min = 0.000001, max = 1) double t0,
      @ForAll @IntRange(min = 1_000_000, max = Integer.MAX_VALUE) int steps) {
    var length = new TrainingLength(1, steps);
    int step = freezeStepOfTheFirst(t0, length);
    assertTrue(length.progress(step) >= t0, "frozen at step " + step);
    assertTrue(length.progress(step - 1) < t0, "not before step " + step);
  }

  private static int freezeStepOfTheFirst(double t0, TrainingLength length) {
    return FreezeOut.of(0.1, t0, Strategy.LINEAR).forLayers(2).freezeStep(0, length);
  }

  @Property
  void theFrozenOnesAreAPrefix(
      @ForAll Strategy strategy,
      @ForAll @Scale(9) @DoubleRange(min = 0.01, max = 1) double t0,
      @ForAll @IntRange(min = 1, max = 60) int layers,
      @ForAll @Scale(9) @DoubleRange(min = 0, max = 1.2) double t) {
    LayerwiseSchedule schedule = FreezeOut.of(0.1, t0, strategy).forLayers(layers);
    int frozen = 0;
    for (int i = 0; i < layers; i++) {
      frozen += schedule.isFrozen(i, t) ? 1 : 0;
      assertEquals(schedule.isFrozen(i, t), i < schedule.frozenPrefix(t), "layer " + i);
    }
    assertEquals(frozen, schedule.frozenPrefix(t));
  }

  @Property
  void someLayerTrainsInEveryStepAndNoneBeyondTheEnd(
      @ForAll Strategy strategy,
      @ForAll @Scale(9) @DoubleRange(min = 0.01, max = 1) double t0,
      @ForAll @IntRange(min = 1, max = 60) int layers,
      @ForAll @IntRange(min = 1, max = 1000) int steps) {
    LayerwiseSchedule schedule = FreezeOut.of(0.1, t0, strategy).forLayers(layers);
    var length = new TrainingLength(1, steps);
    assertEquals(0, schedule.frozenPrefix(length.progress(0)));
    assertTrue(schedule.frozenPrefix(length.progress(steps - 1)) < layers);
    assertEquals(layers, schedule.frozenPrefix(length.progress(steps)));
    assertEquals(layers, schedule.frozenPrefix(length.progress(steps + 1)));
  }
}
