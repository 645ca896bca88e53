package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

/** All rates at once, which are computed without the cosine, against the direct formula. */
class AllRatesPropertiesTest {

  @Provide
  Arbitrary<LayerwiseSchedule> schedules() {
    return Combinators.combine(
            Arbitraries.doubles().between(1e-6, 100).ofScale(12),
            Arbitraries.doubles().between(0.001, 1).ofScale(12),
            Arbitraries.of(Strategy.class),
            Arbitraries.integers().between(1, 60))
        .as((a, t0, strategy, layers) -> FreezeOut.of(a, t0, strategy).forLayers(layers));
  }

  /** The formula of the paper, with Java's cosine: within 1e-12 of the initial rate. */
  @Property
  void areThoseOfTheFormula(
      @ForAll("schedules") LayerwiseSchedule schedule,
      @ForAll @Scale(12) @DoubleRange(min = 0, max = 1.2) double t) {
    double[] rates = rates(schedule, t);
    for (int i = 0; i < rates.length; i++) {
      double initial = schedule.initialRate(i);
      double end = schedule.freezeTime(i);
      double expected = t < end ? 0.5 * initial * (1 + Math.cos(Math.PI * t / end)) : 0;
      assertEquals(expected, rates[i], 1e-12 * initial, "layer " + i);
      assertEquals(schedule.rate(i, t), rates[i], 1e-15 * initial, "layer " + i);
    }
  }

  @Property
  void areExactlyZeroFromTheFreezeTimeOnAndNotBefore(
      @ForAll("schedules") LayerwiseSchedule schedule,
      @ForAll @Scale(9) @DoubleRange(min = 0, max = 0.999999) double before,
      @ForAll @Scale(9) @DoubleRange(min = 0, max = 10) double after) {
    for (int i = 0; i < schedule.size(); i++) {
      double end = schedule.freezeTime(i);
      assertEquals(0, rates(schedule, end)[i], "layer " + i);
      assertEquals(0, rates(schedule, Math.nextUp(end))[i], "layer " + i);
      assertEquals(0, rates(schedule, end + after)[i], "layer " + i);
      assertTrue(rates(schedule, end * before)[i] > 0, "layer " + i);
      assertTrue(rates(schedule, Math.nextDown(end))[i] >= 0, "layer " + i);
    }
  }

  /** At two different steps of a run, however long: progress differs by 1 / 2^31 or more. */
  @Property
  void neverRiseFromStepToStep(
      @ForAll("schedules") LayerwiseSchedule schedule,
      @ForAll @IntRange(min = 2, max = Integer.MAX_VALUE) int steps,
      @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int anyStep,
      @ForAll @IntRange(min = 0, max = 3) int from) {
    var length = new TrainingLength(1, steps);
    int freezes = schedule.freezeStep(0, length);
    // From the start of the run, before and after a layer freezes, at its end, and anywhere.
    int[] starts = {0, Math.max(0, freezes - 20), Math.max(0, steps - 20), anyStep % steps};
    double[] earlier = rates(schedule, length.progress(starts[from]));
    for (int i = 1; i <= Math.min(40, steps - starts[from]); i++) {
      int step = starts[from] + i;
      double[] later = rates(schedule, length.progress(step));
      for (int k = 0; k < later.length; k++) {
        assertTrue(0 <= later[k] && later[k] <= earlier[k], "layer " + k + " at step " + step);
        assertTrue(later[k] <= schedule.initialRate(k), "layer " + k + " at step " + step);
      }
      earlier = later;
    }
  }

  @Test
  void beginAtTheInitialRates() {
    LayerwiseSchedule schedule = FreezeOut.of(0.1, 0.5).forLayers(9);
    double[] expected =
        schedule.layers().stream().mapToDouble(CosineAnnealing::initialRate).toArray();
    assertArrayEquals(expected, rates(schedule, 0));
  }

  private static double[] rates(LayerwiseSchedule schedule, double t) {
    double[] rates = new double[schedule.size()];
    schedule.rates(t, rates);
    return rates;
  }
}
