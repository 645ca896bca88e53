package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CalibratedCostTest {

  private static final GroupCosts SECONDS =
      new GroupCosts(
          List.of(
              new GroupCost(0.013, 0.022, 0, 0, true),
              new GroupCost(0.002, 0, 0, 0.003, false),
              new GroupCost(0.007, 0.0085, 0.011, 0, true),
              new GroupCost(0.030, 0.029, 0.020, 0.009, true),
              new GroupCost(0.001, 0.001, 0, 0.0017, true)));

  /** What every step costs besides. */
  private static final double OVERHEAD = 0.04;

  private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4);
  private static final SchedulePolicy POLICY = FreezeOut.of(0.1, 0.5, Strategy.CUBIC);
  private static final FreezePlan PLAN = FreezePlan.continuous(POLICY, 5);

  /** The accounting of {@link GroupCosts}, with the overhead in numerator and denominator. */
  private static final double SAVING =
      1 - (OVERHEAD + SECONDS.meanStepCost(PLAN)) / (OVERHEAD + SECONDS.stepCost(0));

  @Test
  void knowsTheSavingOfAMachineWithoutNoise() {
    CalibratedCost cost = CalibratedCost.of(SECONDS, samples(ALL, round -> 1, 0));
    assertEquals(SAVING, cost.saving(PLAN), 1e-12);
    SavingInterval interval = cost.interval(PLAN, new TrainingLength(1, 300));
    assertEquals(0, interval.halfWidth(), 1e-12);
    assertEquals(
        (OVERHEAD + SECONDS.stepCost(3)) / (OVERHEAD + SECONDS.stepCost(0)),
        cost.stepCost(3),
        1e-12);
  }

  /** Where times differ from the shape by a factor and the overhead, two probes are enough. */
  @Test
  void interpolatesByTheShape() {
    CalibratedCost cost = CalibratedCost.of(SECONDS, samples(List.of(0, 4), round -> 1, 0));
    assertEquals(SAVING, cost.saving(PLAN), 1e-12);
  }

  @Test
  void interpolatesEvenlyWhereTheShapeSaysNothing() {
    GroupCosts flat = new GroupCosts(Collections.nCopies(5, new GroupCost(1, 0, 0, 0, true)));
    CalibratedCost cost = CalibratedCost.of(flat, samples(List.of(0, 4), round -> 1, 0));
    assertEquals((1 + cost.stepCost(4)) / 2, cost.stepCost(2), 1e-12);
  }

  @Test
  void isNotMovedByTheMachineAsAWhole() {
    CalibratedCost cost =
        CalibratedCost.of(SECONDS, samples(ALL, round -> 1 + 0.5 * Math.sin(round), 0));
    assertEquals(SAVING, cost.saving(PLAN), 1e-12);
    assertEquals(0, cost.interval(PLAN).halfWidth(), 1e-12);
    // A run may meet the same, with some prefixes at the bad times.
    assertTrue(cost.interval(PLAN, new TrainingLength(1, 300)).halfWidth() > 0.001);
  }

  @Test
  void isNotMovedBySlowSteps() {
    StepSamples clean = samples(ALL, round -> 1, 0);
    List<List<Double>> rounds = new ArrayList<>(clean.rounds());
    List<Double> slow = new ArrayList<>(rounds.get(17));
    slow.set(2, 30.0);
    rounds.set(17, slow);
    CalibratedCost cost = CalibratedCost.of(SECONDS, new StepSamples(ALL, rounds));
    assertEquals(SAVING, cost.saving(PLAN), 1e-12);
    // But a run may meet such a step.
    assertTrue(cost.interval(PLAN, new TrainingLength(1, 300)).halfWidth() > 0.1);
  }

  @Test
  void theIntervalNarrowsWithTheRun() {
    CalibratedCost cost = CalibratedCost.of(SECONDS, samples(ALL, round -> 1, 0.05));
    double expectation = cost.interval(PLAN).halfWidth();
    double half20 = cost.interval(PLAN, new TrainingLength(1, 20)).halfWidth();
    double half100 = cost.interval(PLAN, new TrainingLength(1, 100)).halfWidth();
    assertTrue(half20 > half100 && half100 > expectation, half20 + " " + half100);
    assertEquals(SAVING, cost.saving(PLAN), 3 * expectation);
  }

  /** It does not average out, and is in proportion to the noise of single steps. */
  @Test
  void aRunThatOutlastsItsCalibrationMayMeetSlowerDrift() {
    CalibratedCost cost = CalibratedCost.of(SECONDS, samples(ALL, round -> 1, 0.05));
    double expectation = cost.interval(PLAN).halfWidth();
    double half10000 = cost.interval(PLAN, new TrainingLength(10, 1000)).halfWidth();
    double half1000000 = cost.interval(PLAN, new TrainingLength(1000, 1000)).halfWidth();
    assertTrue(half1000000 > 2 * expectation, half1000000 + " " + expectation);
    assertEquals(half10000, half1000000, 0.05 * half1000000);
    CalibratedCost calm = CalibratedCost.of(SECONDS, samples(ALL, round -> 1, 0.005));
    double calmHalf = calm.interval(PLAN, new TrainingLength(1000, 1000)).halfWidth();
    assertEquals(half1000000 / 10, calmHalf, 0.1 * calmHalf);
  }

  @Test
  void solvesForT0() throws IOException {
    ArchitectureSpec network =
        Architectures.named("wrn-16-1", Optional.empty(), OptionalInt.empty());
    GroupCosts macs = GroupCosts.ofMacs(NetworkCost.of(network));
    List<List<Double>> rounds =
        Collections.nCopies(4, List.of(1e6 + macs.stepCost(0), 1e6 + macs.stepCost(7)));
    CalibratedCost cost = CalibratedCost.of(macs, new StepSamples(List.of(0, 7), rounds));
    var found = (Solution.Found) Solver.solve(network, cost, Strategy.CUBIC, 0.1);
    FreezePlan plan = FreezePlan.continuous(FreezeOut.of(0.1, found.t0(), Strategy.CUBIC), 8);
    assertEquals(0.1, cost.saving(plan), 1e-9);
    assertEquals(0.1, cost.saving(network, plan), 1e-9);
  }

  @Test
  void refusesWhatWasNotMeasured() {
    StepSamples samples = samples(List.of(0, 3), round -> 1, 0);
    refused(() -> CalibratedCost.of(SECONDS, samples), "must be 4, one less than", "got 3");
    CalibratedCost cost = CalibratedCost.of(SECONDS, samples(ALL, round -> 1, 0));
    refused(() -> cost.stepCost(5), "frozen prefix must lie in [0, 4], got 5");
    refused(() -> cost.saving(FreezePlan.continuous(POLICY, 4)), "5 layer groups, got 4");
    refused(
        () -> cost.saving(new FreezePlan(POLICY, List.of(0.1, 0.1, 0.1, 0.1, 0.5))),
        "a last group that trains to the end");
    refused(
        () -> cost.saving(FreezePlan.cached(POLICY, 5, 10, PrefixCaching.ofViews(1))),
        "measured without a cache and cannot predict with one: calibrate with --cache");
    assertFalse(cost.knowsCaches());
    refused(() -> cost.cachedStepCost(1), "measured without a cache");
  }

  /** What it takes to read what 1, …, 4 groups give, and to store it. */
  private static final double[] READ = {0, 0.004, 0.004, 0.002, 0.001};

  private static final double[] WRITE = {0, 0.006, 0.006, 0.003, 0.002};

  /** Every step of a run by itself, in epochs whose images were all stored in the one before. */
  private static double cachedSaving(int epochs, int stepsPerEpoch) {
    TrainingLength length = new TrainingLength(epochs, stepsPerEpoch);
    double seconds = 0;
    for (int step = 0; step < length.steps(); step++) {
      int frozen = POLICY.forLayers(5).frozenPrefix(length.progress(step));
      int before = step - step % stepsPerEpoch - stepsPerEpoch; // the first step of that epoch
      int stored = before < 0 ? 0 : POLICY.forLayers(5).frozenPrefix(length.progress(before));
      seconds += OVERHEAD + SECONDS.stepCost(frozen) + READ[stored];
      for (int i = 0; i < stored; i++) {
        seconds -= SECONDS.groups().get(i).forward();
      }
      // What the last epoch computes is not read again.
      seconds += stored < frozen && step < (epochs - 1) * stepsPerEpoch ? WRITE[frozen] : 0;
    }
    return 1 - seconds / length.steps() / (OVERHEAD + SECONDS.stepCost(0));
  }

  /** Batches so large that none is spared anything in an epoch after one that stored in part. */
  private static final PrefixCaching CACHING = new PrefixCaching(1, 1, 1, 1_000_000);

  @Test
  void knowsTheSavingWithACache() {
    CalibratedCost cost = CalibratedCost.of(SECONDS, cachedSamples(List.of(1, 2, 3, 4)));
    assertTrue(cost.knowsCaches());
    for (int epochs : new int[] {1, 2, 5, 20}) {
      TrainingLength length = new TrainingLength(epochs, 50);
      FreezePlan plan = FreezePlan.cached(POLICY, 5, length, CACHING);
      assertEquals(cachedSaving(epochs, 50), cost.saving(plan), 1e-12);
      assertEquals(0, cost.interval(plan, length).halfWidth(), 1e-12);
    }
    assertEquals(SAVING, cost.saving(PLAN), 1e-12);
    double base = OVERHEAD + SECONDS.stepCost(0);
    double found = OVERHEAD + SECONDS.stepCost(3) - 0.022 + READ[3];
    assertEquals(found / base, cost.cachedStepCost(3), 1e-12);
    assertEquals(1, cost.cachedStepCost(0), 1e-12);
    assertEquals(1, cost.fillingStepCost(0), 1e-12);
    assertEquals(cost.stepCost(3) + WRITE[3] / base, cost.fillingStepCost(3), 1e-12);
  }

  /**
   * Between 0, 2 and 4 groups it goes by the forward pass of 0.013, 0.002, 0.007 and 0.030 s; below
   * 2 filling costs as much as there.
   */
  @Test
  void interpolatesWhatACacheSparesByTheForwardPass() {
    CalibratedCost cost = CalibratedCost.of(SECONDS, cachedSamples(List.of(2, 4)));
    double base = OVERHEAD + SECONDS.stepCost(0);
    double spared2 = (0.015 - READ[2]) / base;
    double spared4 = (0.052 - READ[4]) / base;
    assertEquals(13.0 / 15 * spared2, cost.stepCost(1) - cost.cachedStepCost(1), 1e-12);
    assertEquals(
        spared2 + 7.0 / 37 * (spared4 - spared2), cost.stepCost(3) - cost.cachedStepCost(3), 1e-12);
    assertEquals(WRITE[2] / base, cost.fillingStepCost(1) - cost.stepCost(1), 1e-12);
    assertEquals(
        (WRITE[2] + 7.0 / 37 * (WRITE[4] - WRITE[2])) / base,
        cost.fillingStepCost(3) - cost.stepCost(3),
        1e-12);
  }

  private static StepSamples cachedSamples(List<Integer> cached) {
    List<Double> round = new ArrayList<>();
    ALL.forEach(k -> round.add(OVERHEAD + SECONDS.stepCost(k)));
    for (int k : cached) {
      double forward =
          SECONDS.groups().subList(0, k).stream().mapToDouble(GroupCost::forward).sum();
      round.add(OVERHEAD + SECONDS.stepCost(k) - forward + READ[k]);
    }
    cached.forEach(k -> round.add(OVERHEAD + SECONDS.stepCost(k) + WRITE[k]));
    return new StepSamples(ALL, cached, List.of(), Collections.nCopies(64, round));
  }

  /** 64 rounds. */
  private static StepSamples samples(
      List<Integer> prefixes, IntToDoubleFunction level, double sigma) {
    var random = new SplittableRandom(7);
    List<List<Double>> rounds = new ArrayList<>();
    for (int r = 0; r < 64; r++) {
      double factor = level.applyAsDouble(r);
      rounds.add(
          prefixes.stream()
              .map(
                  k ->
                      (OVERHEAD + SECONDS.stepCost(k))
                          * factor
                          * (1 + sigma * random.nextDouble(-1, 1)))
              .toList());
    }
    return new StepSamples(prefixes, rounds);
  }

  private static void refused(Executable call, String... says) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    for (String part : says) {
      assertTrue(message.contains(part), message);
    }
  }
}
