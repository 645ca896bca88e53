package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.CUBIC;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.freezeout.schedule.SchedulePolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going on with training that was stopped, or whose process died, in every place where it can. */
class ResumeTest {

  private static final List<SchedulePolicy> POLICIES = List.of(BASELINE, LINEAR, CUBIC);

  private static final int EPOCHS = 5;
  private static final int STEPS_PER_EPOCH = 4;

  @TempDir Path temp;

  private final List<String> told = new ArrayList<>();
  private ExperimentSpec spec;
  private Path out;

  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void onResume(int step, int steps) {
          told.add("after " + step + " of " + steps);
        }

        @Override
        public void onWarning(String warning) {
          told.add(warning);
        }
      };

  /** The process ends there and then. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Dies as a learner takes a step, saves its state or its weights for the n-th time. */
  private static final class Mortal extends FakeBackend {
    private int left;

    Mortal(int left) {
      this.left = left;
    }

    private void live() {
      if (left-- == 0) {
        throw new Death();
      }
    }

    @Override
    OptionalDouble loss(int run, int step) {
      live();
      return OptionalDouble.of(run + 1.0 / (step + 1));
    }

    @Override
    void saving(int run, int stepsDone) {
      live();
    }

    @Override
    double errorPercent(int run, int stepsDone) {
      live();
      return super.errorPercent(run, stepsDone);
    }

    @Override
    void save(int run, Path folder) throws IOException {
      live();
      super.save(run, folder);
    }
  }

  @BeforeEach
  void prepare() {
    spec = Fixtures.spec(EPOCHS, STEPS_PER_EPOCH);
    out = temp.resolve("out");
  }

  @Test
  void endsAsIfItHadNotBeenStopped() throws IOException {
    List<TrainingRun> whole = whole();
    List<TrainingRun> runs = start(immortal(), "3", stopAfter(7), out);
    assertEquals(RunStatus.STOPPED, runs.get(0).record().status());
    assertEquals(7, runs.get(0).record().step());
    var backend = immortal();
    runs = resume(backend, stopAfter(4));
    assertEquals(11, runs.get(2).record().step());
    assertTrue(backend.calls.contains("restore 2 after 7"));
    assertFalse(backend.calls.contains("load 6"));
    runs = resume(immortal(), () -> false);
    assertSame(whole, runs);
    assertEquals(List.of("after 7 of 20", "after 11 of 20"), told);
    for (TrainingRun run : runs) {
      assertEquals(List.of(), CheckpointFile.in(out.resolve(run.record().name())));
    }
  }

  /** Each of the first two steps after each start is one of a tenth of all. */
  @Test
  void doesNotTimeTheFirstStepsAfterwards() throws IOException {
    start(immortal(), "100", stopAfter(7), out);
    List<Metric.Step> steps = resume(immortal(), () -> false).get(1).steps();
    for (Metric.Step step : steps) {
      assertEquals(!List.of(0, 1, 7, 8).contains(step.step()), step.timed(), step::toString);
    }
  }

  @Test
  void survivesDeathsInEveryKindOfPlace() throws IOException {
    List<TrainingRun> whole = whole();
    int deaths = 0;
    for (int life = 0; ; life += 5) {
      out = temp.resolve("life" + life);
      int length = life;
      try {
        start(new Mortal(length), "3", () -> false, out);
        break;
      } catch (Death e) {
        deaths++;
      }
      // Further deaths in other places, until one life is long enough.
      List<TrainingRun> runs = null;
      for (int next = life / 2 + 25; runs == null; next += 7) {
        try {
          runs = resume(new Mortal(next), () -> false);
        } catch (Death e) {
          deaths++;
        }
      }
      assertSame(whole, runs);
    }
    // One in five of 60 steps, 15 evaluations, 18 states and 3 files of weights, and the later
    // ones.
    assertTrue(deaths >= 20, () -> "deaths");
  }

  @Test
  void goesOnFromTheNewestStepThatAllRunsHave() throws IOException {
    start(immortal(), "4", stopAfter(12), out);
    assertEquals(List.of(12, 8), steps("baseline"));
    Files.delete(out.resolve("linear-t0.5/checkpoint-12"));
    resume(immortal(), stopAfter(0));
    assertEquals(List.of("after 8 of 20"), told);
    assertEquals(List.of(8), steps("baseline"));
    assertSame(whole(), resume(immortal(), () -> false));
  }

  /** Every byte of a checkpoint counts. */
  @Test
  void fallsBackFromADamagedCheckpoint() throws IOException {
    start(immortal(), "4", stopAfter(12), out);
    Path file = out.resolve("linear-t0.5/checkpoint-12");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i += 3) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      Files.write(file, bad);
      CheckpointFile damaged = new CheckpointFile(out.resolve("linear-t0.5"), 12);
      assertTrue(refusal(damaged::check).startsWith(file + " "), () -> "byte");
    }
    for (int length = 0; length < good.length; length += 7) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertTrue(
          refusal(() -> new CheckpointFile(out.resolve("linear-t0.5"), 12).check())
              .startsWith(file + " cannot be used: "));
    }
    assertSame(whole(), resume(immortal(), () -> false));
    assertEquals(2, told.size());
    assertTrue(told.get(0).startsWith(file + " cannot be used: "), told::toString);
    assertEquals("after 8 of 20", told.get(1));
  }

  @Test
  void beginsAnewWithoutAnyCheckpoint() throws IOException {
    assertThrows(Death.class, () -> start(new Mortal(30), "100", () -> false, out));
    assertSame(whole(), resume(immortal(), () -> false));
    assertEquals(List.of("after 0 of 20"), told);
  }

  @Test
  void doesNotTrustCheckpointsAfterMetricsThatChanged() throws IOException {
    start(immortal(), "4", stopAfter(12), out);
    Path metrics = out.resolve("baseline/metrics.jsonl");
    String text = Files.readString(metrics);
    String changed = text.replace("\"step\":9,\"loss\":0.1,", "\"step\":9,\"loss\":0.2,");
    assertFalse(changed.equals(text));
    Files.writeString(metrics, changed);
    assertSame(whole(), resume(immortal(), () -> false));
    assertEquals("after 8 of 20", told.get(1));
  }

  @Test
  void leavesAFailedRunAlone() throws IOException {
    var failing =
        new FakeBackend() {
          @Override
          OptionalDouble loss(int run, int step) {
            return OptionalDouble.of(run == 1 && step == 5 ? Double.NaN : run + 1.0 / (step + 1));
          }
        };
    start(failing, "4", stopAfter(10), out);
    List<TrainingRun> runs = resume(failing, () -> false);
    assertEquals(RunStatus.FINISHED, runs.get(0).record().status());
    assertEquals(RunStatus.FAILED, runs.get(2 - 1).record().status());
    assertEquals(6, runs.get(1).steps().size());
  }

  @Test
  void isRefusedWhileTheFolderIsInUse() throws IOException {
    start(immortal(), "4", stopAfter(3), out);
    try (FolderLock lock = FolderLock.take(out)) {
      assertEquals(lock, lock);
      assertTrue(
          refusal(() -> resume(immortal(), () -> false)).startsWith(out + " is in use by process"));
    }
  }

  @Test
  void refusesAnotherVersionOfTheEngine() throws IOException {
    start(immortal(), "4", stopAfter(3), out);
    var newer =
        new FakeBackend() {
          @Override
          String version() {
            return "1.1";
          }
        };
    assertEquals(
        "training cannot go on with the same bits: it began with fake 1.0, here is 1.1",
        refusal(() -> resume(newer, () -> false)));
    assertSame(whole(), resume(immortal(), () -> false));
  }

  @Test
  void deletesWhatADeathLeftInTheMiddleOfACheckpoint() throws IOException {
    start(immortal(), "4", stopAfter(6), out);
    Path draft = Files.createFile(out.resolve("baseline/checkpoint-8.next"));
    resume(immortal(), stopAfter(0));
    assertFalse(Files.exists(draft));
  }

  @Test
  void refusesRunsThatDoNotBelongTogether() throws IOException {
    start(immortal(), "4", stopAfter(3), out);
    Path record = out.resolve("linear-t0.5/run.json");
    String text = Files.readString(record);
    replaced(record, text, "\"seed\" : 42", "\"seed\" : 43");
    assertEquals(
        record + " does not belong to the other runs", refusal(() -> SavedTraining.read(out)));
    replaced(record, text, "\"t0\" : 0.5", "\"t0\" : 0.6");
    assertEquals(
        record + " is not of the run that was planned there",
        refusal(() -> SavedTraining.read(out)));
    Path setup = out.resolve(Setup.FILE);
    replaced(setup, Files.readString(setup), "\"linear-t0.5\"", "\"../elsewhere\"");
    assertTrue(
        refusal(() -> SavedTraining.read(out))
            .contains("folder must be beside the file, got ../elsewhere"));
  }

  /** Every bit of the files that are not sealed by a checkpoint counts. */
  @Test
  void refusesDamagedFiles() throws IOException {
    start(immortal(), "4", stopAfter(12), out);
    for (String name :
        List.of("setup.json", "linear-t0.5/run.json", "linear-t0.5/architecture.json")) {
      Path file = out.resolve(name);
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < good.length - 1; i += 11) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << i % 8);
        Files.write(file, bad);
        assertTrue(
            refusal(() -> SavedTraining.read(out)).startsWith(file.toString()),
            () -> new String(bad, java.nio.charset.StandardCharsets.UTF_8));
        Files.write(file, java.util.Arrays.copyOf(good, i));
        assertTrue(refusal(() -> SavedTraining.read(out)).startsWith(file.toString()));
      }
      Files.write(file, good);
    }
    assertSame(whole(), resume(immortal(), () -> false));
  }

  private static void replaced(Path file, String sealed, String old, String by) throws IOException {
    String content = Seal.removed(sealed);
    assertTrue(content.contains(old));
    Files.writeString(file, Seal.on(content.replace(old, by)));
  }

  private List<TrainingRun> whole() throws IOException {
    return start(immortal(), "1000", () -> false, temp.resolve("whole"));
  }

  private static FakeBackend immortal() {
    return new Mortal(Integer.MAX_VALUE);
  }

  private List<TrainingRun> start(
      TrainingBackend backend, String every, BooleanSupplier stop, Path folder) throws IOException {
    return new LockstepTraining(spec, POLICIES, listener, stop)
        .withSettings(List.of("paper"), CheckpointInterval.parse(every))
        .trainAll(backend, null, folder);
  }

  private List<TrainingRun> resume(TrainingBackend backend, BooleanSupplier stop)
      throws IOException {
    SavedTraining saved = SavedTraining.read(out);
    assertEquals(spec, saved.spec());
    return LockstepTraining.of(saved, listener, stop).resume(backend, null, out);
  }

  private List<Integer> steps(String run) throws IOException {
    return CheckpointFile.in(out.resolve(run)).stream().map(CheckpointFile::step).toList();
  }

  /** Asks to stop so many steps later. */
  private static BooleanSupplier stopAfter(int steps) {
    var asked = new AtomicInteger();
    return () -> asked.getAndIncrement() == steps;
  }

  private static void assertSame(List<TrainingRun> expected, List<TrainingRun> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(untimed(expected.get(i)), untimed(actual.get(i)));
      assertEquals(RunStatus.FINISHED, actual.get(i).record().status());
      assertEquals(
          expected.get(i).record().weightsSha256(), actual.get(i).record().weightsSha256());
      assertEquals(expected.get(i).record().errorPercent(), actual.get(i).record().errorPercent());
    }
  }

  /** The metrics of a run, which here take the same times always, but for what was timed. */
  private static List<Metric> untimed(TrainingRun run) {
    return run.metrics().stream()
        .filter(metric -> !(metric instanceof Metric.TimeChecked))
        .map(
            metric ->
                metric instanceof Metric.Step s
                    ? new Metric.Step(
                        s.step(),
                        s.loss(),
                        s.frozenPrefix(),
                        false,
                        s.wallSeconds(),
                        s.cpuSeconds(),
                        s.waitSeconds(),
                        s.preparationSeconds())
                    : metric)
        .toList();
  }
}
