package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.experiment.FinishedRuns.MeasuredError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedRunsTest {

  private static final ArchitectureSpec NETWORK = Fixtures.network();

  @TempDir private Path folder;

  /** Trains the baseline and two schedules; the fake engine errs by 50 less the number of steps. */
  private Path train(String name, int epochs) throws IOException {
    Path runs = folder.resolve(name);
    new LockstepTraining(
            Fixtures.spec(epochs, 3),
            List.of(Fixtures.BASELINE, Fixtures.LINEAR, Fixtures.CUBIC),
            TrainingListener.NONE,
            () -> false)
        .trainAll(new FakeBackend(), null, runs);
    return runs;
  }

  private static void change(Path run, String from, String to) throws IOException {
    Path file = run.resolve("run.json");
    Fixtures.withoutChecksums(file);
    Files.writeString(file, Files.readString(file).replace(from, to));
  }

  @Test
  void findsErrorsByStrategyAndT0() throws IOException {
    train("a", 2);
    Path other = train("b", 2);
    change(other.resolve("linear-t0.5"), "\"error_percent\" : 44.0", "\"error_percent\" : 40.0");
    change(other.resolve("cubic-scaled-t0.5"), "\"finished\"", "\"stopped\"");
    // Given twice, counted once.
    FinishedRuns runs = FinishedRuns.in(List.of(folder, other), NETWORK, record -> true);
    assertEquals(Optional.of(new MeasuredError(42, 2)), runs.of("linear", 0.5));
    assertEquals(Optional.of(new MeasuredError(44, 1)), runs.of("cubic-scaled", 0.5));
    assertEquals(Optional.of(new MeasuredError(44, 2)), runs.baseline());
    assertEquals(Optional.empty(), runs.of("linear", 0.8));
    assertEquals(Optional.empty(), runs.of("cubic", 0.5));
    assertEquals(List.of(0.5), runs.t0s("linear"));
    assertEquals(List.of(), runs.t0s("baseline"));
  }

  @Test
  void leavesOutOtherNetworksAndWhatIsNotWanted() throws IOException {
    Path runs = train("a", 2);
    var wider = new ArchitectureSpec("wider", FeatureShape.ofVector(5), NETWORK.groups());
    assertEquals(List.of(), FinishedRuns.in(List.of(runs), wider, record -> true).records());
    assertEquals(
        2, FinishedRuns.in(List.of(runs), NETWORK, record -> record.t0() != null).records().size());
  }

  @Test
  void refusesErrorsThatCannotBeCompared() throws IOException {
    train("a", 2);
    train("b", 3);
    assertEquals(
        "errors of runs that differ in epochs cannot be compared: 2, 3",
        Fixtures.refusal(() -> FinishedRuns.in(List.of(folder), NETWORK, record -> true)));
    assertEquals(
        3,
        FinishedRuns.in(List.of(folder), NETWORK, record -> record.epochs() == 3).records().size());
  }

  @Test
  void refusesFoldersWithoutRuns() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertEquals(
        "no run in " + empty,
        Fixtures.refusal(() -> FinishedRuns.in(List.of(empty), NETWORK, record -> true)));
    Path none = folder.resolve("none");
    assertEquals(
        "no such folder: " + none,
        Fixtures.refusal(() -> FinishedRuns.in(List.of(none), NETWORK, record -> true)));
  }
}
