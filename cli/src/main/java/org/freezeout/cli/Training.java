package org.freezeout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.SavedTraining;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import picocli.CommandLine.ExitCode;

/** Training as a command does it: with progress on stderr, until its end or a signal. */
final class Training {

  /** Trains the runs of an experiment, and writes what else belongs to them. */
  @FunctionalInterface
  interface Work {
    List<TrainingRun> train(LockstepTraining training) throws IOException;
  }

  /**
   * What training came to.
   *
   * @param runs as their files hold them
   */
  record Outcome(List<TrainingRun> runs) {

    /** Whether it was asked to end before the last step. */
    boolean stopped() {
      return runs.stream().anyMatch(run -> run.record().status() == RunStatus.STOPPED);
    }

    int exitCode() {
      return runs.stream().allMatch(TrainingRun::finished) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private Training() {}

  /** Writes what belongs to runs besides their own files. */
  @FunctionalInterface
  interface Afterwards {
    void write(List<TrainingRun> runs) throws IOException;
  }

  /**
   * Trains.
   *
   * @throws IllegalArgumentException if the engine cannot do it
   * @throws RunFailedException if a file cannot be written or read
   */
  static Outcome run(Experiment experiment, List<PlannedRun> runs, Work work) {
    return run(
        experiment,
        runs,
        (progress, stop) ->
            LockstepTraining.of(experiment.spec(), runs, progress, warning(experiment, runs, stop))
                .withSettings(experiment.costs(), experiment.checkpointEvery()),
        work);
  }

  /** Warns when first asked, before the first step: what cannot be trained at all is told alone. */
  private static BooleanSupplier warning(
      Experiment experiment, List<PlannedRun> runs, BooleanSupplier stop) {
    var warned = new AtomicBoolean();
    return () -> {
      if (warned.compareAndSet(false, true)) {
        Schedules.warnAboutRates(
            runs.stream().map(PlannedRun::policy).distinct().toList(),
            experiment.spec().architecture().groups().size());
      }
      return stop.getAsBoolean();
    };
  }

  /**
   * Goes on with training that ended before its last step.
   *
   * @throws IllegalArgumentException if the engine cannot do it, or a file is damaged
   * @throws RunFailedException if a file cannot be written or read
   */
  static Outcome resume(Experiment experiment, SavedTraining saved, Afterwards afterwards) {
    return run(
        experiment,
        saved.planned(),
        (progress, stop) -> LockstepTraining.of(saved, progress, stop),
        training -> {
          List<TrainingRun> runs =
              training.resume(experiment.backend(), experiment.data(), experiment.folder());
          afterwards.write(runs);
          return runs;
        });
  }

  private static Outcome run(
      Experiment experiment,
      List<PlannedRun> runs,
      BiFunction<TrainingListener, BooleanSupplier, LockstepTraining> training,
      Work work) {
    try (StopSignal stop = StopSignal.listen();
        Progress progress = Progress.open()) {
      runs.stream()
          .filter(run -> run.cache().isPresent())
          .forEach(run -> progress.line(CachingOptions.text(run, experiment.spec())));
      var outcome = new Outcome(work.train(training.apply(progress, stop::requested)));
      if (outcome.stopped()) {
        progress.line(
            "freezeout: stopped after "
                + outcome.runs().stream().mapToInt(run -> run.record().step()).max().orElse(0)
                + " of "
                + experiment.spec().length().steps()
                + " steps; 'freezeout resume "
                + experiment.folder()
                + "' goes on");
      }
      return outcome;
    } catch (IOException e) {
      throw new RunFailedException("the run failed: " + Failures.message(e), e);
    } catch (UncheckedIOException e) {
      throw new RunFailedException("the run failed: " + Failures.message(e.getCause()), e);
    }
  }
}
