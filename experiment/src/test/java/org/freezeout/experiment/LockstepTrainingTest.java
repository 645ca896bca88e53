package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.CUBIC;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.GradientCost;
import org.freezeout.schedule.SchedulePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockstepTrainingTest {

  private static final BooleanSupplier NEVER = () -> false;

  @TempDir Path temp;

  @Test
  void rotatesTheOrderAndEvaluatesEveryEpoch() throws IOException {
    var backend = new FakeBackend();
    train(backend, Fixtures.spec(2, 2), List.of(BASELINE, LINEAR, CUBIC));
    assertEquals(
        List.of(
            "load 0",
            "train 0 step 0",
            "train 1 step 0",
            "train 2 step 0",
            "load 1",
            "train 1 step 1",
            "train 2 step 1",
            "train 0 step 1",
            "evaluate 1",
            "evaluate 2",
            "evaluate 0",
            "load 2",
            "train 2 step 2",
            "train 0 step 2",
            "train 1 step 2",
            "load 3",
            "train 0 step 3",
            "train 1 step 3",
            "train 2 step 3",
            "evaluate 0",
            "evaluate 1",
            "evaluate 2",
            "save 0",
            "save 1",
            "save 2",
            "close 0",
            "close 1",
            "close 2",
            "close session"),
        backend.calls);
  }

  @Test
  void keepsEverythingInFiles() throws IOException {
    List<TrainingRun> runs =
        train(new FakeBackend(), Fixtures.spec(2, 2), List.of(BASELINE, LINEAR));
    TrainingRun baseline = runs.get(0);
    assertEquals(RunStatus.FINISHED, baseline.record().status());
    assertEquals("baseline", baseline.record().name());
    assertNull(baseline.record().t0());
    assertEquals(4, baseline.record().step());
    assertEquals(4, baseline.record().steps());
    assertEquals(46, baseline.record().errorPercent());
    assertEquals("weights of run 0", baseline.record().weightsSha256());
    // Four steps of 1 s, four waits of 0.25 s and two evaluations of 8 s.
    assertEquals(4 + 1 + 16, baseline.record().seconds(), 1e-12);
    assertEquals(List.of(), baseline.freezes());
    assertEquals(List.of(2, 4), baseline.evaluations().stream().map(Metric::step).toList());

    TrainingRun linear = runs.get(1);
    assertEquals("linear-t0.5", linear.record().name());
    assertEquals(
        List.of(
            new Metric.Step(0, 2.5, 0, true, 2, 2, 0.25, 0.5),
            new Metric.Step(1, 2.5, 0, true, 2, 2, 0.25, 0.5),
            new Metric.Step(2, 2.5, 1, true, 2, 2, 0.25, 0.5),
            new Metric.Step(3, 2.5, 2, true, 2, 2, 0.25, 0.5)),
        linear.steps());
    assertEquals(
        List.of(
            new Metric.Frozen(2, 0, "first", "group 0 after 2"),
            new Metric.Frozen(3, 1, "second", "group 1 after 3")),
        linear.freezes());
    assertEquals(
        List.of(
            new Metric.Audited(4, 0, "group 0 after 2", true),
            new Metric.Audited(4, 1, "group 1 after 3", true)),
        linear.audits());
    assertEquals("of run 1", Files.readString(temp.resolve("out/linear-t0.5/weights")));
    assertEquals(Fixtures.network(), RunFolder.readArchitecture(temp.resolve("out/linear-t0.5")));
  }

  @Test
  void doesNotTimeTheFirstSteps() throws IOException {
    List<Metric.Step> steps =
        train(new FakeBackend(), Fixtures.spec(1, 37), List.of(BASELINE)).get(0).steps();
    for (Metric.Step step : steps) {
      assertEquals(step.step() >= 3, step.timed());
    }
    assertEquals(10, RunInProgress.untimedSteps(Fixtures.spec(1, 5000).length()));
  }

  @Test
  void seesWhenFrozenWeightsChange() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          String digest(int run, int group, int stepsTrained) {
            return run == 1 && group == 0
                ? "changes, " + calls.size()
                : super.digest(run, group, stepsTrained);
          }
        };
    TrainingRun run = train(backend, Fixtures.spec(1, 4), List.of(BASELINE, LINEAR)).get(1);
    // As the second group freezes at step 3, and at the end.
    assertEquals(
        List.of("3 0 false", "4 0 false", "4 1 true"),
        run.audits().stream().map(a -> a.step() + " " + a.group() + " " + a.unchanged()).toList());
    assertEquals(AuditVerdict.FAILED, run.record().audit());
  }

  /** The fake engine's steps all take as long, so freezing does not pay; that is told. */
  @Test
  void auditsStepTimesAgainstTheBaseline() throws IOException {
    List<String> told = new ArrayList<>();
    var listener =
        new TrainingListener() {
          @Override
          public void onFailedAudit(String run, FreezeAudit audit) {
            told.add(run + " " + audit.failures().size());
          }
        };
    TrainingRun run =
        new LockstepTraining(Fixtures.spec(2, 30), List.of(BASELINE, LINEAR), listener, NEVER)
            .trainAll(new FakeBackend(), null, temp.resolve("out"))
            .get(1);
    assertEquals(List.of("linear-t0.5 1"), told);
    assertEquals(AuditVerdict.FAILED, run.record().audit());
    assertEquals(
        List.of("30 1 not_cheaper", "45 2 not_cheaper"),
        run.timeChecks().stream()
            .map(c -> c.step() + " " + c.frozenPrefix() + " " + c.verdict())
            .toList());
    assertEquals(List.of(), run.traces()); // this engine cannot tell
  }

  @Test
  void asksForTracesAfterTheFirstFrozenStep() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          Optional<FrozenTraces> traces(int run, int frozenPrefix) {
            calls.add("traces " + run + " of " + frozenPrefix);
            return Optional.of(new FrozenTraces(frozenPrefix - 1, 0));
          }
        };
    TrainingRun run = train(backend, Fixtures.spec(1, 4), List.of(BASELINE, LINEAR)).get(1);
    assertEquals(
        List.of(new Metric.Traced(2, 1, 0, 0), new Metric.Traced(3, 2, 1, 0)), run.traces());
    assertEquals(
        List.of("traces 1 of 1", "traces 1 of 2"),
        backend.calls.stream().filter(call -> call.startsWith("traces")).toList());
    assertTrue(backend.calls.indexOf("traces 1 of 1") > backend.calls.indexOf("train 1 step 2"));
    assertEquals(AuditVerdict.FAILED, run.record().audit());
  }

  @Test
  void auditsNothingWhereNothingFreezes() throws IOException {
    TrainingRun run = train(new FakeBackend(), Fixtures.spec(1, 4), List.of(BASELINE)).get(0);
    assertNull(run.record().audit());
    assertEquals(List.of(), run.timeChecks());
  }

  @Test
  void tellsTheListener() throws IOException {
    List<String> told = new ArrayList<>();
    var listener =
        new TrainingListener() {
          @Override
          public void onStep(int step, int steps) {
            told.add(step + "/" + steps);
          }

          @Override
          public void onFreeze(String run, Metric.Frozen freeze) {
            told.add(run + " froze " + freeze.name());
          }

          @Override
          public void onEvaluation(String run, Metric.Evaluated evaluation) {
            told.add(run + " " + evaluation.errorPercent() + " %");
          }

          @Override
          public void onFailure(String run, String failure) {
            told.add(run + " failed");
          }
        };
    var backend =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            return OptionalDouble.of(run == 0 && step == 1 ? Double.NaN : 1);
          }
        };
    new LockstepTraining(Fixtures.spec(1, 2), List.of(BASELINE, LINEAR), listener, NEVER)
        .trainAll(backend, null, temp.resolve("out"));
    assertEquals(
        List.of(
            "0/2",
            "1/2",
            "linear-t0.5 froze first",
            "baseline failed",
            "linear-t0.5 48.0 %",
            "2/2"),
        told);
  }

  @Test
  void trainsTheSameScheduleWithAndWithoutACache() throws IOException {
    ExperimentSpec spec = CachePlanTest.spec(OptionalInt.empty(), 16);
    CachePlan plan =
        CachePlan.of(spec, List.of(LINEAR), new CacheSpec(1 << 20, 0, CachePrecision.FLOAT32))
            .get(0);
    List<PlannedRun> planned =
        List.of(
            PlannedRun.of(BASELINE),
            PlannedRun.of(LINEAR),
            new PlannedRun(LINEAR, Optional.of(plan)));
    var backend = new FakeBackend();
    List<TrainingRun> runs =
        LockstepTraining.of(spec, planned, TrainingListener.NONE, () -> false)
            .trainAll(backend, null, temp.resolve("out"));
    assertEquals(List.of("cache in run 2"), backend.calls.subList(0, 1));
    assertEquals(
        List.of("baseline", "linear-t0.5", "linear-t0.5-cached"),
        runs.stream().map(run -> run.record().name()).toList());
    assertEquals(
        List.of(0, 1, 2),
        runs.get(2).steps().stream().limit(3).map(Metric.Step::cachedImages).toList());
    assertFalse(
        Files.readString(temp.resolve("out/linear-t0.5/metrics.jsonl")).contains("cached_images"));
    Comparison comparison =
        Comparison.of(
            spec.architecture(), runs.get(0), runs.subList(1, 3), List.of(new GradientCost()));
    comparison.write(temp.resolve("out"));
    assertEquals(comparison.rows(), Comparison.read(temp.resolve("out")).rows());
    ComparisonRow plain = comparison.rows().get(0);
    ComparisonRow cached = comparison.rows().get(1);
    assertFalse(plain.cache());
    assertTrue(cached.cache());
    assertEquals("float32", cached.cachePrecision());
    assertTrue(cached.gradient() > plain.gradient(), "a cache spares more");
  }

  @Test
  void trainsASingleRunInTheFolderItself() throws IOException {
    var training =
        new LockstepTraining(Fixtures.spec(1, 2), List.of(LINEAR), TrainingListener.NONE, NEVER);
    TrainingRun run = training.trainOne(new FakeBackend(), null, temp.resolve("deep/er/out"));
    assertTrue(run.finished());
    assertEquals(run, RunFolder.read(temp.resolve("deep/er/out")));
  }

  @Test
  void refusesRunsThatDoNotDiffer() {
    assertEquals(
        "every run must differ, got linear-t0.5 twice",
        refusal(
            () ->
                new LockstepTraining(
                    Fixtures.spec(1, 2),
                    List.of(LINEAR, BASELINE, LINEAR),
                    TrainingListener.NONE,
                    NEVER)));
    assertEquals(
        "runs must be at least 1, got 0",
        refusal(
            () ->
                new LockstepTraining(
                    Fixtures.spec(1, 2), List.of(), TrainingListener.NONE, NEVER)));
  }

  @Test
  void refusesAFolderInUseBeforeAnythingIsOpened() throws IOException {
    Files.writeString(temp.resolve("mine"), "kept");
    var backend = new FakeBackend();
    var training =
        new LockstepTraining(Fixtures.spec(1, 2), List.of(LINEAR), TrainingListener.NONE, NEVER);
    assertEquals(
        "output folder " + temp + " is not empty",
        refusal(() -> training.trainAll(backend, null, temp)));
    assertEquals(List.of(), backend.calls);
  }

  private List<TrainingRun> train(
      FakeBackend backend, ExperimentSpec spec, List<SchedulePolicy> policies) throws IOException {
    return Fixtures.train(backend, spec, policies, temp.resolve("out"));
  }
}
