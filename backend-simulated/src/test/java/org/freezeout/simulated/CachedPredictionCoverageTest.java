package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.FreezePlan;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;

/**
 * The same as {@link PredictionCoverageTest} for runs that keep the outputs of their frozen prefix,
 * by calibrations that measured steps with a cache.
 *
 * <p>{@link Coverage} tells how to have more rounds.
 */
class CachedPredictionCoverageTest {

  private static final CacheSpec ROOM = new CacheSpec(1 << 30, 0, CachePrecision.FLOAT32);

  /** To read and to store takes about as long as a group's forward pass, or much less. */
  private static final List<GroupSeconds> GROUPS =
      List.of(
          new GroupSeconds(0.013, 0.021, 0, 0, 0.001, 0.003, 0.005),
          new GroupSeconds(0.002, 0, 0, 0.003, 0.0, 0.003, 0.005),
          new GroupSeconds(0.007, 0.008, 0.011, 0, 0.0005, 0.001, 0.002),
          new GroupSeconds(0.030, 0.029, 0.020, 0.009, 0.0, 0.0005, 0.001),
          new GroupSeconds(0.001, 0.001, 0, 0.0017, 0.0));

  @Test
  void predictionsHoldAsOftenAsTheySay() {
    Coverage coverage = Coverage.of(150, CachedPredictionCoverageTest::round);
    assertTrue(coverage.pooled() >= 0.85 && coverage.pooled() <= 0.95, coverage::text);
  }

  /** What is left without noise is that one epoch's images are taken to be stored all at once. */
  @Test
  void knowsTheSavingOfAMachineWithoutNoise() {
    var machine =
        new SimulatedMachine(
            new SimulatedCosts(1, GROUPS, 0.004, 0.0, 0.0, 0.0, Drift.NONE, Outliers.NONE));
    for (Strategy strategy : Strategy.values()) {
      for (int epochs : new int[] {2, 3, 4, 12}) {
        SchedulePolicy policy = FreezeOut.of(Experiments.BASE_RATE, 0.5, strategy);
        ExperimentSpec spec = Experiments.spec(epochs, 40, 7, Optional.empty());
        CalibratedCost cost = calibrated(machine, spec);
        Coverage.Round round = round(machine, cost, spec, policy);
        double predicted = round.predicted().saving();
        assertEquals(round.measured(), predicted, 0.002, round::toString);
        double without = cost.saving(PlannedRun.of(policy).plan(spec));
        assertTrue(epochs < 4 || predicted > without + 0.005, round::toString);
      }
    }
  }

  private static Coverage.Round round(double sigma, long number) {
    var random = new SplittableRandom(1_000_033L * number + Math.round(1000 * sigma));
    SimulatedMachine machine = SimulatedMachine.drawn(GROUPS, sigma, random);
    ExperimentSpec calibrated = Experiments.spec(1, 100, random.nextLong(), Optional.empty());
    ExperimentSpec spec =
        Experiments.spec(
            random.nextInt(3, 12), random.nextInt(20, 40), random.nextLong(), Optional.empty());
    SchedulePolicy policy =
        FreezeOut.of(
            Experiments.BASE_RATE,
            random.nextDouble(0.3, 0.8),
            Strategy.values()[random.nextInt(Strategy.values().length)]);
    return round(machine, calibrated(machine, calibrated), spec, policy);
  }

  private static CalibratedCost calibrated(SimulatedMachine machine, ExperimentSpec spec) {
    return new Calibrator(
            spec, Calibrator.SECONDS, Optional.of(ROOM), TrainingListener.NONE, () -> false)
        .calibrate(machine, null)
        .orElseThrow()
        .cost(spec.architecture());
  }

  private static Coverage.Round round(
      SimulatedMachine machine, CalibratedCost cost, ExperimentSpec spec, SchedulePolicy policy) {
    CachePlan cache = CachePlan.of(spec, List.of(policy), ROOM).get(0);
    FreezePlan plan = new PlannedRun(policy, Optional.of(cache)).plan(spec);
    return new Coverage.Round(
        machine,
        cost.interval(plan, spec.length()),
        machine.saving(spec, policy, Optional.of(cache)));
  }
}
