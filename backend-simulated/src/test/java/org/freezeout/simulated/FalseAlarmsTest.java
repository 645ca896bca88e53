package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freezeout.cost.GroupCost;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.FreezeAudit;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.StepTimeVerdict;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;

/**
 * How often the freeze audit is wrong about step times, over many seeds of machines whose costs are
 * known: it must not fail a run through noise, and must fail one that skips nothing.
 */
class FalseAlarmsTest {

  private static final int SEEDS = 200;
  private static final int STEPS = 400;
  private static final int GROUPS = Experiments.network().groups().size();

  private static final Outliers SOME_OUTLIERS = new Outliers(0.05, 5);

  /** A machine that gets half as slow again and back, with a period of about so many steps. */
  private static Drift wave(double steps) {
    return new Drift(Drift.Shape.SINE, 0.5, steps * stepSeconds());
  }

  private static final SchedulePolicy POLICY = FreezeOut.of(0.1, 0.3, Strategy.LINEAR);

  @Test
  void aMachineThatSavesWhatIsPredictedIsNeverBlamed() {
    for (Drift drift : List.of(Drift.NONE, wave(20), wave(300), wave(2000))) {
      for (double sigma : new double[] {0.05, 0.5}) {
        for (boolean alone : new boolean[] {false, true}) {
          Map<StepTimeVerdict, Integer> verdicts = verdicts(1, sigma, drift, alone);
          assertNull(verdicts.get(StepTimeVerdict.NOT_CHEAPER), () -> drift + " " + verdicts);
        }
      }
    }
  }

  @Test
  void whereNoiseIsSmallItIsFoundToSave() {
    for (Drift drift : List.of(Drift.NONE, wave(20), wave(300), wave(2000))) {
      assertEquals(Map.of(StepTimeVerdict.OK, SEEDS), verdicts(1, 0.05, drift, false));
    }
    assertEquals(Map.of(StepTimeVerdict.OK, SEEDS), verdicts(1, 0.05, Drift.NONE, true));
  }

  /**
   * The least relief that is enough: every alarm is a false one. One run in a hundred may have one.
   */
  @Test
  void atTheThresholdAlarmsAreAsRareAsPromised() {
    double most = 0.01 * SEEDS + 3 * Math.sqrt(0.01 * SEEDS);
    for (double sigma : new double[] {0.02, 0.1, 0.4}) {
      for (boolean alone : new boolean[] {false, true}) {
        int alarms =
            verdicts(0.5, sigma, Drift.NONE, alone).getOrDefault(StepTimeVerdict.NOT_CHEAPER, 0);
        assertTrue(alarms <= most, () -> alarms + " alarms with sigma " + sigma);
      }
    }
  }

  @Test
  void aMachineThatSkipsNothingIsCaught() {
    Map<StepTimeVerdict, Integer> all = Map.of(StepTimeVerdict.NOT_CHEAPER, SEEDS);
    assertEquals(all, verdicts(0, 0.1, Drift.NONE, false));
    assertEquals(all, verdicts(0, 0.1, wave(300), false));
    assertEquals(all, verdicts(0, 0.05, Drift.NONE, true));
  }

  /**
   * Runs with each seed, and counts those with each verdict: the worst of their events.
   *
   * @param skipped share of the gradients' cost that freezing really spares
   */
  private static Map<StepTimeVerdict, Integer> verdicts(
      double skipped, double sigma, Drift drift, boolean alone) {
    Map<StepTimeVerdict, Integer> counts = new EnumMap<>(StepTimeVerdict.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      ExperimentSpec spec = Experiments.spec(1, STEPS, seed, Optional.empty());
      List<StepTimeVerdict> verdicts =
          audit(spec, costs(skipped, sigma, drift), alone).checks().stream()
              .map(Metric.TimeChecked::verdict)
              .toList();
      StepTimeVerdict verdict =
          verdicts.contains(StepTimeVerdict.NOT_CHEAPER)
              ? StepTimeVerdict.NOT_CHEAPER
              : verdicts.contains(StepTimeVerdict.OK)
                  ? StepTimeVerdict.OK
                  : StepTimeVerdict.TOO_NOISY;
      counts.merge(verdict, 1, Integer::sum);
    }
    return counts;
  }

  private static FreezeAudit audit(ExperimentSpec spec, SimulatedCosts costs, boolean alone) {
    List<SchedulePolicy> policies =
        alone ? List.of(POLICY) : List.of(new UniformAnnealing(0.1), POLICY);
    List<TrainingRun> runs = new ArrayList<>();
    try (var session = new SimulatedSession(spec, costs, Experiments.learns(), "a test")) {
      List<LayerwiseSchedule> schedules = new ArrayList<>();
      List<Learner> learners = new ArrayList<>();
      List<List<Metric>> metrics = new ArrayList<>();
      for (SchedulePolicy policy : policies) {
        schedules.add(policy.forLayers(GROUPS));
        learners.add(session.newLearner(schedules.get(learners.size())));
        metrics.add(new ArrayList<>());
      }
      for (int step = 0; step < STEPS; step++) {
        for (int turn = 0; turn < policies.size(); turn++) {
          int i = (turn + step) % policies.size();
          metrics.get(i).add(step(spec, schedules.get(i), learners.get(i), step));
        }
      }
      for (int i = 0; i < policies.size(); i++) {
        RunRecord record = RunRecord.start(spec, policies.get(i), session.environment());
        runs.add(new TrainingRun(record, metrics.get(i)));
      }
    }
    return alone
        ? FreezeAudit.ofAlone(runs.get(0), spec.architecture())
        : FreezeAudit.of(runs.get(0), runs.get(1), spec.architecture());
  }

  private static Metric.Step step(
      ExperimentSpec spec, LayerwiseSchedule schedule, Learner learner, int step) {
    double seconds = learner.train(step).elapsed().wallSeconds();
    int prefix = schedule.frozenPrefix(spec.length().progress(step));
    return new Metric.Step(step, null, prefix, step >= 10, seconds, seconds, 0, 0);
  }

  /** What is not skipped of the gradients is paid in every step. */
  private static SimulatedCosts costs(double skipped, double sigma, Drift drift) {
    GroupCosts macs = GroupCosts.ofMacs(NetworkCost.of(Experiments.network()));
    double forward = macs.groups().stream().mapToDouble(GroupCost::forward).sum();
    List<GroupSeconds> groups =
        macs.groups().stream()
            .map(
                g ->
                    new GroupSeconds(
                        g.forward(),
                        skipped * g.weightGradient(),
                        skipped * g.innerGradient(),
                        skipped * g.borderGradient(),
                        0.0))
            .toList();
    return new SimulatedCosts(
        SimulatedCosts.FORMAT,
        groups,
        (1 - skipped) * (macs.stepCost(0) - forward),
        0.0,
        0.0,
        sigma,
        drift,
        SOME_OUTLIERS);
  }

  private static double stepSeconds() {
    return GroupCosts.ofMacs(NetworkCost.of(Experiments.network())).stepCost(0);
  }
}
