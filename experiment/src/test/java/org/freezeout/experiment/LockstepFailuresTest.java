package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.freezeout.schedule.SchedulePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails takes no other run with it, and says why. */
class LockstepFailuresTest {

  @TempDir Path temp;

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

  private void assertFailsAlone(FakeBackend backend, String failure, int step) throws IOException {
    Path folder = Files.createTempDirectory(temp, "runs");
    List<TrainingRun> runs =
        Fixtures.train(backend, Fixtures.spec(1, 4), List.of(BASELINE, LINEAR), folder);
    RunRecord failed = runs.get(0).record();
    assertEquals(RunStatus.FAILED, failed.status());
    assertTrue(failed.failure().startsWith(failure), failed.failure());
    assertEquals(1, failed.failure().lines().count());
    assertEquals(step, failed.step());
    assertTrue(runs.get(1).finished());
  }

  private List<TrainingRun> train(
      FakeBackend backend, ExperimentSpec spec, List<SchedulePolicy> policies) throws IOException {
    return Fixtures.train(backend, spec, policies, temp.resolve("out"));
  }

  private static <T> T fail(String message) {
    throw new IllegalStateException(message);
  }
}
