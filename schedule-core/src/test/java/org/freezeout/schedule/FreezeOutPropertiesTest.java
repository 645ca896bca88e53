package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** What the paper's formulas imply, for any strategy, t_0, base rate and depth. */
class FreezeOutPropertiesTest {

  @Provide
  Arbitrary<FreezeOut> policies() {
    return Combinators.combine(
            Arbitraries.doubles().between(1e-6, 100).ofScale(12),
            Arbitraries.oneOf(
                Arbitraries.doubles().between(0.001, 1).ofScale(12), Arbitraries.just(1.0)),
            Arbitraries.of(Strategy.class))
        .as(FreezeOut::of);
  }

  @Property
  void ratesAreNeverNegativeAndNeverRise(
      @ForAll("policies") FreezeOut policy,
      @ForAll @IntRange(min = 1, max = 60) int layers,
      @ForAll @Scale(9) @DoubleRange(min = 0, max = 1.5) double t,
      @ForAll @Scale(9) @DoubleRange(min = 0, max = 1.5) double u) {
    LayerwiseSchedule schedule = policy.forLayers(layers);
    for (int i = 0; i < layers; i++) {
      double earlier = schedule.rate(i, Math.min(t, u));
      double later = schedule.rate(i, Math.max(t, u));
      assertTrue(later >= 0, "layer " + i);
      assertTrue(earlier >= later, "layer " + i);
      assertTrue(earlier <= schedule.initialRate(i), "layer " + i);
      assertEquals(schedule.initialRate(i), schedule.rate(i, 0));
    }
  }

  @Property
  void ratesAreZeroFromTheFreezeTimeOnAndNotBefore(
      @ForAll("policies") FreezeOut policy,
      @ForAll @IntRange(min = 1, max = 60) int layers,
      @ForAll @Scale(9) @DoubleRange(min = 0, max = 0.999999) double before,
      @ForAll @Scale(9) @DoubleRange(min = 0, max = 10) double after) {
    LayerwiseSchedule schedule = policy.forLayers(layers);
    for (int i = 0; i < layers; i++) {
      double freezeTime = schedule.freezeTime(i);
      assertEquals(0, schedule.rate(i, freezeTime));
      assertEquals(0, schedule.rate(i, Math.nextUp(freezeTime)));
      assertEquals(0, schedule.rate(i, freezeTime + after));
      assertTrue(schedule.isFrozen(i, freezeTime));
      assertTrue(schedule.rate(i, freezeTime * before) > 0, "layer " + i);
      assertTrue(!schedule.isFrozen(i, Math.nextDown(freezeTime)), "layer " + i);
    }
  }

  @Property
  void layersFreezeInOrderFromT0ToThePowerToOne(
      @ForAll("policies") FreezeOut policy, @ForAll @IntRange(min = 2, max = 200) int layers) {
    LayerwiseSchedule schedule = policy.forLayers(layers);
    double t0 = policy.t0();
    double first =
        switch (policy.spacing()) {
          case LINEAR -> t0;
          case SQUARED -> t0 * t0;
          case CUBIC -> t0 * t0 * t0;
        };
    assertEquals(first, schedule.freezeTime(0));
    assertEquals(1, schedule.freezeTime(layers - 1));
    for (int i = 1; i < layers; i++) {
      assertTrue(schedule.freezeTime(i) >= schedule.freezeTime(i - 1), "layer " + i);
    }
  }

  /** Integral of a_i over [0, t_i]: a / 2 for every layer when scaled, a t_i / 2 otherwise. */
  @Property(tries = 200)
  void scaledLayersTravelTheSameDistance(
      @ForAll("policies") FreezeOut policy,
      @ForAll @IntRange(min = 1, max = 60) int layers,
      @ForAll @IntRange(min = 0, max = 59) int layer) {
    LayerwiseSchedule schedule = policy.forLayers(layers);
    int i = layer % layers;
    double distance = simpson(t -> schedule.rate(i, t), schedule.freezeTime(i));
    double expected =
        policy.scaling() == RateScaling.SCALED
            ? policy.baseRate() / 2
            : policy.baseRate() * schedule.freezeTime(i) / 2;
    assertEquals(expected, distance, 1e-9 * expected);
  }

  /** Simpson's rule over [0, end]. */
  private static double simpson(DoubleUnaryOperator f, double end) {
    int intervals = 400;
    double h = end / intervals;
    double sum = f.applyAsDouble(0) + f.applyAsDouble(end);
    for (int k = 1; k < intervals; k++) {
      sum += (k % 2 == 0 ? 2 : 4) * f.applyAsDouble(k * h);
    }
    return sum * h / 3;
  }

  @Property
  void scaledRatesAreUnscaledOnesOverTheFreezeTime(
      @ForAll("policies") FreezeOut policy,
      @ForAll @IntRange(min = 1, max = 60) int layers,
      @ForAll @Scale(9) @DoubleRange(min = 0, max = 1) double t) {
    LayerwiseSchedule scaled = with(policy, RateScaling.SCALED).forLayers(layers);
    LayerwiseSchedule unscaled = with(policy, RateScaling.UNSCALED).forLayers(layers);
    for (int i = 0; i < layers; i++) {
      assertEquals(unscaled.freezeTime(i), scaled.freezeTime(i));
      double expected = unscaled.rate(i, t) / unscaled.freezeTime(i);
      assertEquals(expected, scaled.rate(i, t), 4 * Math.ulp(expected), "layer " + i);
    }
  }

  @Property
  void theLastLayerIsTheSameUnderEveryStrategy(
      @ForAll("policies") FreezeOut policy, @ForAll @IntRange(min = 1, max = 60) int layers) {
    assertEquals(
        new CosineAnnealing(policy.baseRate(), 1),
        policy.forLayers(layers).layers().get(layers - 1));
  }

  @Property
  void nothingFreezesEarlyWithT0One(
      @ForAll("policies") FreezeOut policy, @ForAll @IntRange(min = 1, max = 60) int layers) {
    assertEquals(
        new UniformAnnealing(policy.baseRate()).forLayers(layers),
        policy.withT0(1).forLayers(layers));
  }

  @Property
  void aHigherPowerFreezesEarlier(
      @ForAll("policies") FreezeOut policy, @ForAll @IntRange(min = 1, max = 60) int layers) {
    LayerwiseSchedule linear = with(policy, Spacing.LINEAR).forLayers(layers);
    LayerwiseSchedule squared = with(policy, Spacing.SQUARED).forLayers(layers);
    LayerwiseSchedule cubic = with(policy, Spacing.CUBIC).forLayers(layers);
    for (int i = 0; i < layers; i++) {
      double u = linear.freezeTime(i);
      assertEquals(Math.pow(u, 2), squared.freezeTime(i), 4 * Math.ulp(u * u));
      assertEquals(Math.pow(u, 3), cubic.freezeTime(i), 4 * Math.ulp(u * u * u));
    }
  }

  @Property
  void theFirstLayerHasTheLargestRate(
      @ForAll("policies") FreezeOut policy, @ForAll @IntRange(min = 2, max = 60) int layers) {
    LayerwiseSchedule schedule = policy.forLayers(layers);
    double largest = 0;
    for (int i = 0; i < layers; i++) {
      largest = Math.max(largest, schedule.initialRate(i) / policy.baseRate());
    }
    assertEquals(largest, policy.largestRateFactor());
  }

  private static FreezeOut with(FreezeOut policy, RateScaling scaling) {
    return new FreezeOut(policy.baseRate(), policy.t0(), policy.spacing(), scaling);
  }

  private static FreezeOut with(FreezeOut policy, Spacing spacing) {
    return new FreezeOut(policy.baseRate(), policy.t0(), spacing, policy.scaling());
  }
}
