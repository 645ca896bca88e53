package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.FreezePlan;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;

/**
 * How often the 90 % interval of a predicted saving holds what a run then measures. In every round
 * a machine is drawn: its noise, drift and outliers, and a strategy, t_0 and length of the run. The
 * machine is calibrated as {@code freezeout calibrate} does it; then the baseline and the scheduled
 * run are trained in lockstep, with other noise.
 *
 * <p>{@link Coverage} tells how to have more rounds.
 */
class PredictionCoverageTest {

  /** Costs in which no group's share of the time is like its share of the operations. */
  private static final List<GroupSeconds> GROUPS =
      List.of(
          new GroupSeconds(0.013, 0.021, 0, 0, 0.001),
          new GroupSeconds(0.002, 0, 0, 0.003, 0.0),
          new GroupSeconds(0.007, 0.008, 0.011, 0, 0.0005),
          new GroupSeconds(0.030, 0.029, 0.020, 0.009, 0.0),
          new GroupSeconds(0.001, 0.001, 0, 0.0017, 0.0));

  @Test
  void predictionsHoldAsOftenAsTheySay() {
    Coverage coverage = Coverage.of(300, PredictionCoverageTest::round);
    assertTrue(coverage.pooled() >= 0.87 && coverage.pooled() <= 0.93, coverage::text);
    coverage.byNoise().values().forEach(c -> assertTrue(c >= 0.85 && c <= 0.95, coverage::text));
  }

  private static Coverage.Round round(double sigma, long number) {
    var random = new SplittableRandom(1_000_003L * number + Math.round(1000 * sigma));
    SimulatedMachine machine = SimulatedMachine.drawn(GROUPS, sigma, random);
    Strategy strategy = Strategy.values()[random.nextInt(Strategy.values().length)];
    SchedulePolicy policy =
        FreezeOut.of(Experiments.BASE_RATE, random.nextDouble(0.3, 0.9), strategy);
    ExperimentSpec spec =
        Experiments.spec(1, random.nextInt(60, 400), random.nextLong(), Optional.empty());
    ExperimentSpec other = Experiments.spec(1, 100, random.nextLong(), Optional.empty());
    CalibratedCost cost =
        new Calibrator(other, TrainingListener.NONE, () -> false)
            .calibrate(machine, null)
            .orElseThrow()
            .cost(spec.architecture());
    FreezePlan plan = FreezePlan.discrete(policy, GROUPS.size(), spec.length());
    return new Coverage.Round(
        machine,
        cost.interval(plan, spec.length()),
        machine.saving(spec, policy, Optional.empty()));
  }
}
