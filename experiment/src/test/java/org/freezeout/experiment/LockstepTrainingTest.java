package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.CUBIC;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
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
  void aLossThatIsNotANumberFailsThatRunOnly() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            return OptionalDouble.of(run == 1 && step == 2 ? Double.NaN : 1);
          }
        };
    List<TrainingRun> runs = train(backend, Fixtures.spec(2, 2), List.of(BASELINE, LINEAR));
    assertEquals(RunStatus.FINISHED, runs.get(0).record().status());
    RunRecord failed = runs.get(1).record();
    assertEquals(RunStatus.FAILED, failed.status());
    // At t = 0.5 the first group is frozen; the second, which ends at 0.75, is at
    // 0.05 * (1 + cos(pi * 2 / 3)) = 0.025.
    assertTrue(
        failed.failure().startsWith("the loss is NaN at step 2: the highest learning rate was 0.0"),
        failed.failure());
    assertTrue(failed.failure().endsWith(", in layer group last"), failed.failure());
    assertEquals(1, failed.failure().lines().count());
    assertNull(failed.weightsSha256());
    assertEquals(3, failed.step());
    assertTrue(runs.get(1).steps().get(2).loss().isNaN());
    assertFalse(backend.calls.contains("train 1 step 3"));
    assertFalse(backend.calls.contains("save 1"));
  }

  @Test
  void anInfiniteLossFails() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
          }
        };
    RunRecord record = train(backend, Fixtures.spec(1, 4), List.of(BASELINE)).get(0).record();
    assertEquals(
        "the loss is Infinity at step 0: the highest learning rate was 0.1, in layer group first",
        record.failure());
  }

  /** With the loss as a number, as weights are looked at before every evaluation and checkpoint. */
  @Test
  void namesTheGroupInWhichNumbersWereLost() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          OptionalInt divergedGroup(int run, int stepsDone) {
            return run == 1 && stepsDone > 1 ? OptionalInt.of(1) : OptionalInt.empty();
          }
        };
    List<TrainingRun> runs = train(backend, Fixtures.spec(2, 2), List.of(BASELINE, LINEAR));
    assertTrue(runs.get(0).finished());
    // At t = 0.25 the second group, which ends at 0.75, is at 0.05 * (1 + cos(pi / 3)) = 0.075.
    String failure = runs.get(1).record().failure();
    assertTrue(
        failure.matches(
            "weights are not finite at step 1: numbers that are not finite began in layer group"
                + " second, at learning rate 0\\.07(5|49)\\d*"),
        failure);
    assertFalse(backend.calls.contains("evaluate 1"));
    assertTrue(runs.get(1).evaluations().isEmpty());
    assertTrue(
        backend.calls.indexOf("close 1") < backend.calls.indexOf("train 0 step 2"),
        "its memory is freed at once");
  }

  @Test
  void anEngineThatCannotTellWhereNumbersWereLostIsNotAskedTwice() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            return OptionalDouble.of(Double.NEGATIVE_INFINITY);
          }

          @Override
          OptionalInt divergedGroup(int run, int stepsDone) {
            return fail("cannot tell");
          }
        };
    RunRecord record = train(backend, Fixtures.spec(1, 4), List.of(BASELINE)).get(0).record();
    assertEquals(
        "the loss is -Infinity at step 0: the highest learning rate was 0.1, in layer group first",
        record.failure());
  }

  @Test
  void missingMemoryFailsThatRunOnly() throws IOException {
    var ofTheJvm =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            if (run == 0 && step == 1) {
              throw new OutOfMemoryError("Java heap space");
            }
            return super.loss(run, step);
          }
        };
    assertFailsAlone(ofTheJvm, "out of memory: Java heap space; the JVM may use ", 1);

    var ofTheDevice =
        new FakeBackend() {
          @Override
          double errorPercent(int run, int stepsDone) {
            if (run == 0) {
              throw new OutOfMemoryException("out of memory on gpu0: 3 GB", null);
            }
            return 1;
          }
        };
    assertFailsAlone(ofTheDevice, "out of memory on gpu0: 3 GB in evaluation at step 4", 4);
  }

  @Test
  void missingMemoryForABatchFailsAllRuns() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          void load(int step) {
            if (step == 3) {
              throw new OutOfMemoryError("Java heap space");
            }
          }
        };
    for (TrainingRun run : train(backend, Fixtures.spec(1, 4), List.of(BASELINE, LINEAR))) {
      String failure = run.record().failure();
      assertEquals(RunStatus.FAILED, run.record().status());
      assertTrue(
          failure.matches(
              "the batch could not be loaded: out of memory: Java heap space; the JVM may use \\d+"
                  + " MiB at step 3"),
          failure);
    }
  }

  @Test
  void aTestLossThatIsNotANumberFails() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          OptionalDouble testLoss(int run, int stepsDone) {
            return OptionalDouble.of(run == 1 ? Double.NaN : 1);
          }
        };
    List<TrainingRun> runs = train(backend, Fixtures.spec(1, 4), List.of(BASELINE, LINEAR));
    assertTrue(runs.get(0).finished());
    String failure = runs.get(1).record().failure();
    assertTrue(failure.startsWith("the test loss is NaN at step 3: the highest "), failure);
  }

  @Test
  void runsWithoutLossAndErrorsAreFine() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            return OptionalDouble.empty();
          }
        };
    TrainingRun run = train(backend, Fixtures.spec(1, 4), List.of(BASELINE)).get(0);
    assertTrue(run.finished());
    assertNull(run.steps().get(0).loss());
  }

  @Test
  void anEngineThatThrowsFailsThatRunOnly() throws IOException {
    var inTraining =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            return run == 0 && step == 1 ? fail("no memory\nat all") : super.loss(run, step);
          }
        };
    assertFailsAlone(
        inTraining,
        "the engine failed: no memory at step 1: the highest learning rate was 0.08535533905932738, in"
            + " layer group first",
        1);

    var inEvaluation =
        new FakeBackend() {
          @Override
          double errorPercent(int run, int stepsDone) {
            return run == 0 ? fail("no test images") : 1;
          }
        };
    assertFailsAlone(inEvaluation, "the engine failed: no test images in evaluation at step 4", 4);

    var inSaving =
        new FakeBackend() {
          @Override
          void save(int run, Path folder) throws IOException {
            if (run == 0) {
              throw new IOException("no space left");
            }
          }
        };
    assertFailsAlone(inSaving, "the weights could not be saved: no space left at step 4", 4);
  }

  @Test
  void anEngineThatThrowsAtAFreezeFailsThatRunOnly() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          String digest(int run, int group, int stepsTrained) {
            return run == 1 ? fail(null) : super.digest(run, group, stepsTrained);
          }
        };
    List<TrainingRun> runs = train(backend, Fixtures.spec(1, 4), List.of(BASELINE, LINEAR));
    assertTrue(runs.get(0).finished());
    assertEquals(RunStatus.FAILED, runs.get(1).record().status());
    assertTrue(
        runs.get(1)
            .record()
            .failure()
            .startsWith("the engine failed: IllegalStateException at step 2: the highest"),
        runs.get(1).record().failure());
  }

  @Test
  void dataThatCannotBeLoadedFailsAllRuns() throws IOException {
    var backend =
        new FakeBackend() {
          @Override
          void load(int step) {
            if (step == 3) {
              fail("image 17 is damaged");
            }
          }
        };
    for (TrainingRun run : train(backend, Fixtures.spec(1, 4), List.of(BASELINE, LINEAR))) {
      assertEquals(RunStatus.FAILED, run.record().status());
      assertEquals(
          "the batch could not be loaded: image 17 is damaged at step 3", run.record().failure());
      assertEquals(3, run.steps().size());
    }
  }

  @Test
  void aNetworkThatCannotBeMadeLeavesNoFolder() {
    var backend =
        new FakeBackend() {
          @Override
          void make(int run) {
            if (run == 1) {
              fail("no memory");
            }
          }
        };
    assertThrows(
        IllegalStateException.class,
        () -> train(backend, Fixtures.spec(1, 4), List.of(BASELINE, LINEAR)));
    assertFalse(Files.exists(temp.resolve("out")));
    assertEquals(List.of("close session"), backend.calls);
  }

  @Test
  void stopsBeforeTheStepThatItIsAskedTo() throws IOException {
    var backend = new FakeBackend();
    List<TrainingRun> runs =
        new LockstepTraining(
                Fixtures.spec(2, 2),
                List.of(BASELINE, LINEAR),
                TrainingListener.NONE,
                () -> backend.calls.contains("train 1 step 2"))
            .trainAll(backend, null, temp.resolve("out"));
    for (TrainingRun run : runs) {
      assertEquals(RunStatus.STOPPED, run.record().status());
      assertEquals(3, run.record().step());
      assertEquals(3, run.steps().size());
      assertEquals(48, run.record().errorPercent()); // of the first epoch
      assertNull(run.record().weightsSha256());
      assertEquals(List.of(), run.audits());
    }
    assertFalse(backend.calls.contains("save 0"));
    assertTrue(backend.calls.contains("close 0"));
  }

  /** Interrupted in the middle of a step, as a caller's time limit would do it. */
  @Test
  void anInterruptionStopsBetweenTwoSteps() throws IOException {
    Thread caller = Thread.currentThread();
    var backend =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            if (run == 0 && step == 1) {
              caller.interrupt();
            }
            if (step > 1) {
              LockSupport.parkNanos(1_000_000); // until the caller has had its turn
            }
            return super.loss(run, step);
          }
        };
    List<TrainingRun> runs;
    boolean interrupted;
    try {
      runs = train(backend, Fixtures.spec(1, 3000), List.of(BASELINE, LINEAR));
    } finally {
      interrupted = Thread.interrupted();
    }
    assertTrue(interrupted, "the caller can see it");
    for (TrainingRun run : runs) {
      assertEquals(RunStatus.STOPPED, run.record().status());
      assertTrue(run.steps().size() >= 2, run.steps()::toString);
    }
    assertEquals("close session", backend.calls.get(backend.calls.size() - 1));
  }

  /** With whatever it ends. */
  @Test
  void leavesNoThreadBehind() throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    train(new FakeBackend(), Fixtures.spec(1, 4), List.of(BASELINE));
    var deadly =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            throw new StackOverflowError("as asked for");
          }
        };
    var training =
        new LockstepTraining(Fixtures.spec(1, 4), List.of(BASELINE), TrainingListener.NONE, NEVER);
    StackOverflowError e =
        assertThrows(
            StackOverflowError.class,
            () -> training.trainOne(deadly, null, temp.resolve("deadly")));
    assertEquals("as asked for", e.getMessage());
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);
    assertTrue(
        after.stream().noneMatch(t -> t.getName().startsWith("freezeout")), () -> "" + after);
  }

  @Test
  void mayStopBeforeAnything() throws IOException {
    var backend = new FakeBackend();
    List<TrainingRun> runs =
        new LockstepTraining(
                Fixtures.spec(1, 2), List.of(BASELINE), TrainingListener.NONE, () -> true)
            .trainAll(backend, null, temp.resolve("out"));
    assertEquals(RunStatus.STOPPED, runs.get(0).record().status());
    assertEquals(0, runs.get(0).record().step());
    assertEquals(List.of("close 0", "close session"), backend.calls);
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

  private void assertFailsAlone(FakeBackend backend, String failure, int step) throws IOException {
    Path folder = Files.createTempDirectory(temp, "runs");
    List<TrainingRun> runs =
        new LockstepTraining(
                Fixtures.spec(1, 4), List.of(BASELINE, LINEAR), TrainingListener.NONE, NEVER)
            .trainAll(backend, null, folder);
    RunRecord failed = runs.get(0).record();
    assertEquals(RunStatus.FAILED, failed.status());
    assertTrue(failed.failure().startsWith(failure), failed.failure());
    assertEquals(1, failed.failure().lines().count());
    assertEquals(step, failed.step());
    assertTrue(runs.get(1).finished());
  }

  private List<TrainingRun> train(
      FakeBackend backend, ExperimentSpec spec, List<SchedulePolicy> policies) throws IOException {
    return new LockstepTraining(spec, policies, TrainingListener.NONE, NEVER)
        .trainAll(backend, null, temp.resolve("out"));
  }

  private static <T> T fail(String message) {
    throw new IllegalStateException(message);
  }
}
