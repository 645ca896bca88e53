package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;

class T0IntervalTest {

  /** A saving that falls from m at 0 to 0, known to within a share of itself. */
  private static DoubleFunction<SavingInterval> straight(double most, double share) {
    return t0 -> {
      double saving = most * (1 - t0);
      return new SavingInterval(saving, saving * (1 - share), saving * (1 + share));
    };
  }

  /** s = 0.4 (1 - t_0) (1 -+ 0.25) at the ends. */
  @Test
  void invertsTheIntervalOfTheSaving() {
    T0Interval interval =
        T0Interval.of(straight(0.4, 0.25), new Solution.Found(0.5, 0.2), 0.2).orElseThrow();
    assertEquals(1 - 0.2 / (0.4 * 0.75), interval.low(), 1e-9);
    assertEquals(1 - 0.2 / (0.4 * 1.25), interval.high(), 1e-9);
  }

  @Test
  void isAPointWhereTheSavingIsKnown() {
    double t0 = 1 - 0.123 / 0.4;
    T0Interval interval =
        T0Interval.of(straight(0.4, 0), new Solution.Found(t0, 0.123), 0.123).orElseThrow();
    assertEquals(t0, interval.low(), 1e-9);
    assertEquals(t0, interval.high(), 1e-9);
  }

  @Test
  void hasNoFirstOneWhereNoT0IsSureToSaveSoMuch() {
    // At most 0.4 (1 - 0.25) for sure.
    T0Interval interval =
        T0Interval.of(straight(0.4, 0.25), new Solution.Found(0.125, 0.35), 0.35).orElseThrow();
    assertEquals(0, interval.low());
    assertEquals(1 - 0.35 / 0.5, interval.high(), 1e-9);
    // More than expected at any t_0, but not more than may be.
    T0Interval hope =
        T0Interval.of(straight(0.4, 0.25), new Solution.Impossible(0.4), 0.45).orElseThrow();
    assertEquals(0, hope.low());
    assertEquals(1 - 0.45 / 0.5, hope.high(), 1e-9);
    assertEquals(
        Optional.empty(), T0Interval.of(straight(0.4, 0.25), new Solution.Impossible(0.4), 0.6));
  }

  /** Wider as t_0 falls, faster than the saving grows: the lower end falls with t_0. */
  @Test
  void spansWhatIsCredibleWhereTheLowerEndDoesNotFall() {
    DoubleFunction<SavingInterval> doubtful =
        t0 -> new SavingInterval(0.1 * (1 - t0), -0.1 * (1 - t0), 0.3 * (1 - t0));
    T0Interval interval =
        T0Interval.of(doubtful, new Solution.Found(0.5, 0.05), 0.05).orElseThrow();
    assertEquals(0, interval.low());
    assertEquals(1 - 0.05 / 0.3, interval.high(), 1e-9);
  }

  /** By the cost model of a machine with noise, on which steps take 5 - k at prefix k. */
  @Property(tries = 60)
  void holdsTheSolutionAndItsEndsSaveSurelyMoreAndSurelyLess(
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double t0,
      @ForAll @DoubleRange(min = 0, max = 0.1) double sigma,
      @ForAll long seed) {
    CalibratedCost cost = noisy(sigma, seed);
    DoubleFunction<SavingInterval> savingOfT0 =
        t -> cost.interval(FreezePlan.continuous(FreezeOut.of(0.1, t, strategy), 5));
    double wanted = savingOfT0.apply(t0).saving();
    T0Interval interval =
        T0Interval.of(savingOfT0, new Solution.Found(t0, wanted), wanted).orElseThrow();
    assertTrue(interval.low() <= t0 && t0 <= interval.high(), interval + " for " + t0);
    if (interval.low() > 0.01) {
      assertTrue(savingOfT0.apply(interval.low() - 1e-6).low() > wanted, interval.toString());
    }
    if (interval.high() < 0.99) {
      assertTrue(savingOfT0.apply(interval.high() + 1e-6).high() < wanted, interval.toString());
    }
  }

  /** 16 rounds; relative to the first, steps take 1, 0.8, 0.6, 0.4 and 0.2 but for noise. */
  private static CalibratedCost noisy(double sigma, long seed) {
    var random = new SplittableRandom(seed);
    List<List<Double>> rounds = new ArrayList<>();
    for (int r = 0; r < 16; r++) {
      List<Double> seconds = new ArrayList<>();
      for (int k = 0; k < 5; k++) {
        seconds.add((5 - k) * (1 + sigma * random.nextDouble(-1, 1)));
      }
      rounds.add(seconds);
    }
    GroupCosts shape = new GroupCosts(Collections.nCopies(5, new GroupCost(1, 1, 0, 0, true)));
    return CalibratedCost.of(shape, new StepSamples(List.of(0, 1, 2, 3, 4), rounds));
  }
}
