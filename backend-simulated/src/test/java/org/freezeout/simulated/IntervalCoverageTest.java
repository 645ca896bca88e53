package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freezeout.cost.FreezePlan;
import org.freezeout.experiment.Elapsed;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.SavingEstimate;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the 90 % interval of a measured saving covers the saving of a machine without noise.
 */
class IntervalCoverageTest {

  private static final int RUNS = 200;

  /**
   * Of 200 intervals that each cover with probability 0.9, fewer than 166 or more than 194 do with
   * a probability below 0.1 % (binomial distribution: 0.0008 and 0.00004).
   */
  private static final int FEWEST = 166;

  private static final int MOST = 194;

  private static final List<GroupSeconds> GROUPS =
      List.of(
          new GroupSeconds(0.013, 0.021, 0, 0, 0.001),
          new GroupSeconds(0.002, 0, 0, 0.003, 0.0),
          new GroupSeconds(0.007, 0.008, 0.011, 0, 0.0005),
          new GroupSeconds(0.030, 0.029, 0.020, 0.009, 0.0),
          new GroupSeconds(0.001, 0.001, 0, 0.0017, 0.0));

  private static final Outliers OUTLIERS = new Outliers(0.02, 3);

  @ParameterizedTest
  @CsvSource({
    "CUBIC_SCALED, 0.5, 300",
    "LINEAR, 0.8, 300",
    "LINEAR, 0.5, 40",
    "SQUARED, 0.3, 100",
  })
  void coversAsOftenAsItSays(Strategy strategy, double t0, int steps) {
    int covered = covered(costs(Drift.NONE, Outliers.NONE), strategy, t0, steps);
    assertTrue(covered >= FEWEST && covered <= MOST, covered + " of " + RUNS);
  }

  @Test
  void coversAsOftenAsItSaysWithOutliers() {
    int covered = covered(costs(Drift.NONE, OUTLIERS), Strategy.CUBIC, 0.5, 300);
    assertTrue(covered >= FEWEST && covered <= MOST, covered + " of " + RUNS);
  }

  /** Drift widens the interval, as it may be another next time: it covers at least as often. */
  @ParameterizedTest
  @CsvSource({"SINE, 5", "SINE, 40", "RAMP, 30"})
  void coversWithDrift(Drift.Shape shape, double period) {
    SimulatedCosts costs = costs(new Drift(shape, 0.3, period), OUTLIERS);
    int covered = covered(costs, Strategy.CUBIC_SCALED, 0.5, 300);
    assertTrue(covered >= FEWEST, covered + " of " + RUNS);
  }

  private static int covered(SimulatedCosts costs, Strategy strategy, double t0, int steps) {
    ExperimentSpec spec = Experiments.spec(1, steps, 0, Optional.empty());
    SchedulePolicy policy = FreezeOut.of(Experiments.BASE_RATE, t0, strategy);
    double truth =
        costs
            .groupCosts(Experiments.learns())
            .saving(FreezePlan.discrete(policy, GROUPS.size(), spec.length()));
    int covered = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      SavingEstimate estimate = estimate(costs, policy, steps, seed);
      covered += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }
    return covered;
  }

  private static SavingEstimate estimate(
      SimulatedCosts costs, SchedulePolicy policy, int steps, long seed) {
    ExperimentSpec spec = Experiments.spec(1, steps, seed, Optional.empty());
    List<Metric.Step> baseline = new ArrayList<>();
    List<Metric.Step> scheduled = new ArrayList<>();
    LayerwiseSchedule uniform =
        new UniformAnnealing(Experiments.BASE_RATE).forLayers(GROUPS.size());
    LayerwiseSchedule schedule = policy.forLayers(GROUPS.size());
    try (TrainingSession session =
            new SimulatedSession(spec, costs, Experiments.learns(), "a test");
        Learner first = session.newLearner(uniform);
        Learner second = session.newLearner(schedule)) {
      for (int step = 0; step < steps; step++) {
        int frozenPrefix = schedule.frozenPrefix(spec.length().progress(step));
        session.loadBatch(step);
        if (step % 2 == 0) {
          baseline.add(step(step, 0, steps, first));
          scheduled.add(step(step, frozenPrefix, steps, second));
        } else {
          scheduled.add(step(step, frozenPrefix, steps, second));
          baseline.add(step(step, 0, steps, first));
        }
      }
    }
    return SavingEstimate.of(baseline, scheduled, Metric.Step::wallSeconds, seed);
  }

  /** The first tenth, but at most ten steps, is not timed. */
  private static Metric.Step step(int step, int frozenPrefix, int steps, Learner learner) {
    Elapsed elapsed = learner.train(step).elapsed();
    return new Metric.Step(
        step,
        null,
        frozenPrefix,
        step >= Math.min(10, steps / 10),
        elapsed.wallSeconds(),
        elapsed.cpuSeconds(),
        0,
        0);
  }

  private static SimulatedCosts costs(Drift drift, Outliers outliers) {
    return new SimulatedCosts(1, GROUPS, 0.0, 0.0, 0.0, 0.05, drift, outliers);
  }
}
