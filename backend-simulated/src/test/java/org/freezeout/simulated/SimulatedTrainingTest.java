package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.FreezeAudit;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.PrefixCost;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole comparisons on a virtual clock, where the right answer is known. */
class SimulatedTrainingTest {

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "3, 7", "1, 37", "13, 11", "2, 100"})
  void savesWhatTheCostModelSays(int epochs, int stepsPerEpoch) throws IOException {
    for (double t0 : new double[] {0.3, 0.8, 1}) {
      ExperimentSpec spec = spec(epochs, stepsPerEpoch, "");
      GroupCosts costs =
          SimulatedCosts.read(temp.resolve("costs.json")).groupCosts(Experiments.learns());
      List<SchedulePolicy> policies = Experiments.policies(t0, List.of(Strategy.values()));
      Comparison comparison = Experiments.compare(spec, policies, temp.resolve("runs-" + t0));
      for (int i = 0; i < comparison.rows().size(); i++) {
        ComparisonRow row = comparison.rows().get(i);
        double expected = costs.saving(FreezePlan.discrete(policies.get(i + 1), 5, spec.length()));
        assertEquals(expected, row.measuredSaving(), 1e-9, row.run());
        assertEquals(expected, row.measuredSavingLow(), 1e-9, row.run());
        assertEquals(expected, row.measuredSavingHigh(), 1e-9, row.run());
        assertEquals(expected, row.measuredCpuSaving(), 1e-9, row.run());
      }
    }
  }

  /** What the cost model expects of a cache is what a simulated one gives, to the last second. */
  @ParameterizedTest
  @CsvSource({"1, 40", "4, 10", "12, 20"})
  void savesWithACacheWhatTheCostModelSays(int epochs, int stepsPerEpoch) throws IOException {
    ExperimentSpec spec = spec(epochs, stepsPerEpoch, "");
    GroupCosts costs =
        SimulatedCosts.read(temp.resolve("costs.json")).groupCosts(Experiments.learns());
    SchedulePolicy policy = Experiments.policies(0.5, List.of(Strategy.CUBIC)).get(1);
    CachePlan plan =
        CachePlan.of(spec, List.of(policy), new CacheSpec(1L << 30, 0, CachePrecision.FLOAT32))
            .get(0);
    List<TrainingRun> runs =
        LockstepTraining.of(
                spec,
                List.of(
                    PlannedRun.of(new UniformAnnealing(Experiments.BASE_RATE)),
                    PlannedRun.of(policy),
                    new PlannedRun(policy, Optional.of(plan))),
                TrainingListener.NONE,
                () -> false)
            .trainAll(new SimulatedBackend(), null, temp.resolve("runs"));
    Comparison comparison =
        Comparison.of(spec.architecture(), runs.get(0), runs.subList(1, 3), List.of());
    FreezePlan plain = FreezePlan.discrete(policy, 5, spec.length());
    FreezePlan cached =
        FreezePlan.cached(policy, 5, spec.length(), new PrefixCaching(1, plan.firstBorder(), 1));
    assertEquals(costs.saving(plain), comparison.rows().get(0).measuredSaving(), 1e-9);
    assertEquals(costs.saving(cached), comparison.rows().get(1).measuredSaving(), 1e-9);
    assertEquals(epochs > 1, cached.forwardShare(0) < 1);
    assertTrue(runs.stream().allMatch(TrainingRun::finished));
    double found =
        runs.get(2).steps().stream().mapToInt(Metric.Step::cachedImages).average().orElseThrow();
    assertEquals(epochs > 1, found > 0);
  }

  @Test
  void derivesCostsFromMacs() throws IOException {
    ExperimentSpec spec = Experiments.spec(1, 200, 0, Optional.empty());
    List<SchedulePolicy> policies = Experiments.policies(0.5, List.of(Strategy.CUBIC));
    Comparison comparison = Experiments.compare(spec, policies, temp.resolve("runs"));
    GroupCosts macs = GroupCosts.ofMacs(NetworkCost.of(spec.architecture()));
    double macSeconds = macs.stepCost(0) / SimulatedCosts.MACS_PER_SECOND;
    double shareOfMacs = macSeconds / (macSeconds + SimulatedCosts.OVERHEAD_SECONDS);
    double saving = macs.saving(FreezePlan.discrete(policies.get(1), 5, spec.length()));
    assertEquals(saving * shareOfMacs, comparison.rows().get(0).measuredSaving(), 1e-9);
    // One evaluation over ten images.
    assertEquals(
        200 * (macSeconds + SimulatedCosts.OVERHEAD_SECONDS)
            + 10 * NetworkCost.of(spec.architecture()).macs() / SimulatedCosts.MACS_PER_SECOND,
        comparison.baseline().record().seconds(),
        1e-9);
  }

  @Test
  void countsWaitingAndEvaluationInTheTotalOnly() throws IOException {
    ExperimentSpec spec = spec(2, 50, ", \"data_wait_seconds\": 0.05, \"evaluation_seconds\": 1.5");
    List<SchedulePolicy> policies = Experiments.policies(0.5, List.of(Strategy.CUBIC));
    Comparison comparison = Experiments.compare(spec, policies, temp.resolve("runs"));
    GroupCosts costs =
        SimulatedCosts.read(temp.resolve("costs.json")).groupCosts(Experiments.learns());
    FreezePlan plan = FreezePlan.discrete(policies.get(1), 5, spec.length());
    double besides = 100 * 0.05 + 2 * 1.5;
    assertEquals(costs.saving(plan), comparison.rows().get(0).measuredSaving(), 1e-9);
    assertEquals(
        1 - (100 * costs.meanStepCost(plan) + besides) / (100 * costs.stepCost(0) + besides),
        comparison.rows().get(0).totalSaving(),
        1e-9);
  }

  /** With noise, the first steps are replaced by the median of those with the same prefix. */
  @Test
  void imputesUntimedSteps() throws IOException {
    ExperimentSpec spec = spec(1, 100, ", \"noise_sigma\": 0.4");
    List<SchedulePolicy> policies = Experiments.policies(0.5, List.of(Strategy.CUBIC));
    Comparison comparison = Experiments.compare(spec, policies, temp.resolve("runs"));
    double baseline = secondsWithFirstTenImputed(comparison.baseline());
    double scheduled = secondsWithFirstTenImputed(comparison.runs().get(0));
    assertEquals(1 - scheduled / baseline, comparison.rows().get(0).measuredSaving(), 1e-12);
  }

  private static double secondsWithFirstTenImputed(TrainingRun run) {
    List<Metric.Step> steps = run.steps();
    assertEquals(10, steps.stream().filter(step -> !step.timed()).count());
    double[] timedUnfrozen =
        steps.stream()
            .skip(10)
            .filter(step -> step.frozenPrefix() == 0)
            .mapToDouble(Metric.Step::wallSeconds)
            .sorted()
            .toArray();
    int n = timedUnfrozen.length;
    double median = (timedUnfrozen[(n - 1) / 2] + timedUnfrozen[n / 2]) / 2;
    return 10 * median + steps.stream().skip(10).mapToDouble(Metric.Step::wallSeconds).sum();
  }

  @Test
  void reportsNeitherErrorsNorWeights() throws IOException {
    TrainingRun run = compareCubic(5, ", \"evaluation_seconds\": 2", "runs").runs().get(0);
    assertNull(run.record().errorPercent());
    assertEquals(1, run.evaluations().size());
    assertNull(run.evaluations().get(0).errorPercent());
    assertNull(run.evaluations().get(0).loss());
    assertEquals(2, run.evaluations().get(0).wallSeconds());
    for (Metric.Step step : run.steps()) {
      assertNull(step.loss());
      assertEquals(step.wallSeconds(), step.cpuSeconds());
    }
    try (var files = Files.list(temp.resolve("runs").resolve(run.record().name()))) {
      assertEquals(
          List.of("architecture.json", "metrics.jsonl", "run.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void passesTheFreezeAudit() throws IOException {
    Comparison comparison = compareCubic(60, "", "runs");
    TrainingRun run = comparison.runs().get(0);
    FreezeAudit audit = comparison.audit(run);
    assertTrue(audit.passed());
    assertEquals(4, audit.groupsFrozen());
    assertEquals(4, run.freezes().stream().map(Metric.Frozen::sha256).distinct().count());
    GroupCosts costs =
        SimulatedCosts.read(temp.resolve("costs.json")).groupCosts(Experiments.learns());
    for (PrefixCost cost : audit.costs()) {
      assertEquals(costs.stepCost(cost.frozenPrefix()) / costs.stepCost(0), cost.measured(), 1e-12);
    }
  }

  @Test
  void repeatsItselfForASeed() throws IOException {
    String noisy =
        ", \"noise_sigma\": 0.3, \"outliers\": {\"probability\": 0.1, \"factor\": 4},"
            + " \"drift\": {\"amplitude\": 0.5, \"period_seconds\": 3}";
    Comparison first = compareCubic(40, noisy, "first");
    Comparison second = compareCubic(40, noisy, "second");
    assertEquals(first.runs().get(0).metrics(), second.runs().get(0).metrics());
    assertEquals(first.rows(), second.rows());
    assertNotEquals(
        first.baseline().steps().get(0).wallSeconds(),
        Experiments.compare(
                Experiments.spec(1, 40, 2, Optional.of(temp.resolve("costs.json"))),
                Experiments.policies(0.5, List.of()),
                temp.resolve("third"))
            .baseline()
            .steps()
            .get(0)
            .wallSeconds());
  }

  @Test
  void noiseDoesNotDependOnTheRunsBeside() throws IOException {
    String noisy = ", \"noise_sigma\": 0.3, \"outliers\": {\"probability\": 0.1, \"factor\": 4}";
    ExperimentSpec spec = spec(1, 40, noisy);
    Comparison one =
        Experiments.compare(
            spec, Experiments.policies(0.5, List.of(Strategy.CUBIC)), temp.resolve("one"));
    Comparison all =
        Experiments.compare(
            spec,
            Experiments.policies(0.5, List.of(Strategy.LINEAR, Strategy.SQUARED, Strategy.CUBIC)),
            temp.resolve("all"));
    assertEquals(one.baseline().metrics(), all.baseline().metrics());
    assertEquals(one.runs().get(0).metrics(), all.runs().get(2).metrics());
    assertFalse(one.baseline().steps().equals(one.runs().get(0).steps()));
  }

  /** t_0 = 1 is the baseline's schedule, but a run of its own with noise of its own. */
  @Test
  void runsWithTheSameScheduleDifferInNoise() throws IOException {
    ExperimentSpec spec = spec(1, 40, ", \"noise_sigma\": 0.3");
    Comparison comparison =
        Experiments.compare(
            spec, Experiments.policies(1, List.of(Strategy.LINEAR)), temp.resolve("runs"));
    assertNotEquals(0, comparison.rows().get(0).measuredSaving());
  }

  private Comparison compareCubic(int steps, String more, String folder) throws IOException {
    return Experiments.compare(
        spec(1, steps, more),
        Experiments.policies(0.5, List.of(Strategy.CUBIC)),
        temp.resolve(folder));
  }

  private ExperimentSpec spec(int epochs, int stepsPerEpoch, String more) throws IOException {
    Path file = temp.resolve("costs.json");
    Files.writeString(file, Experiments.COSTS.formatted(more));
    return Experiments.spec(epochs, stepsPerEpoch, 1, Optional.of(file));
  }
}
