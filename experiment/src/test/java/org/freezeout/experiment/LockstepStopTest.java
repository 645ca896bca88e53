package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.freezeout.schedule.SchedulePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that ends before its last step leaves whole files and nothing that runs. */
class LockstepStopTest {

  @TempDir Path temp;

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
        new LockstepTraining(
            Fixtures.spec(1, 4), List.of(BASELINE), TrainingListener.NONE, () -> false);
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

  private List<TrainingRun> train(
      FakeBackend backend, ExperimentSpec spec, List<SchedulePolicy> policies) throws IOException {
    return Fixtures.train(backend, spec, policies, temp.resolve("out"));
  }
}
