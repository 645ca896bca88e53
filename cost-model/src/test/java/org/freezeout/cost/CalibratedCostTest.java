package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
  void theIntervalNarrowsWithTheRunToThatOfTheExpectation() {
    CalibratedCost cost = CalibratedCost.of(SECONDS, samples(ALL, round -> 1, 0.05));
    double expectation = cost.interval(PLAN).halfWidth();
    double half100 = cost.interval(PLAN, new TrainingLength(1, 100)).halfWidth();
    double half1000 = cost.interval(PLAN, new TrainingLength(1, 1000)).halfWidth();
    double half1000000 = cost.interval(PLAN, new TrainingLength(1000, 1000)).halfWidth();
    assertTrue(half100 > half1000 && half1000 > half1000000, half100 + " " + half1000);
    assertEquals(expectation, half1000000, 0.01 * expectation);
    assertEquals(SAVING, cost.saving(PLAN), 3 * expectation);
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
        "measured without a cache");
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
