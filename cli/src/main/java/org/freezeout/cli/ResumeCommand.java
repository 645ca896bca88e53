package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.RunFolder;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.SavedTraining;
import org.freezeout.experiment.Setup;
import org.freezeout.report.ComparisonReport;
import org.freezeout.report.Fonts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on with training that ended before its last step. */
@Command(
    name = "resume",
    description = {
      "Goes on with a 'freezeout train' or 'freezeout compare' that was stopped or died, from its"
          + " last checkpoint; runs that are compared go on from one step.%n",
      "On a CPU every weight, loss and error is as if training had never ended. Data sets and"
          + " other files are looked for where the first command found them, so start it in the"
          + " same folder.%n",
      "Example: freezeout resume runs/compare-wrn-16-1-mxnet-cpu-20261124-211503%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class ResumeCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      description = "A folder that 'freezeout compare' or 'freezeout train' wrote.")
  private Path folder;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    Fonts.check();
    check();
    SavedTraining saved = SavedTraining.read(folder);
    if (!saved.goesOn() && isComplete(saved)) {
      return tellEnd(saved.records());
    }
    Experiment experiment = Experiment.of(saved, folder);
    if (saved.setup().isComparison()) {
      Training.Outcome outcome =
          Training.resume(
              experiment, saved, runs -> CompareCommand.comparison(experiment, runs).write(folder));
      if (!outcome.stopped()) {
        CompareCommand.report(folder, format.format);
      }
      return outcome.exitCode();
    }
    Training.Outcome outcome = Training.resume(experiment, saved, runs -> {});
    if (!outcome.stopped()) {
      TrainCommand.report(
          folder,
          outcome.runs().get(0).record(),
          experiment.predicted(saved.planned().get(0)),
          format.format);
    }
    return outcome.exitCode();
  }

  private void check() {
    if (Setup.isAt(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          Files.exists(folder) ? folder + " is not a folder" : "no such folder: " + folder);
    }
    Path parent = folder.toAbsolutePath().normalize().getParent();
    boolean run = Files.isRegularFile(folder.resolve(RunFolder.RECORD));
    if (run && parent != null && Setup.isAt(parent)) {
      throw new IllegalArgumentException(
          folder + " is one run of a comparison: resume the folder above it");
    }
    throw new IllegalArgumentException(
        folder
            + (run || Comparison.isAt(folder)
                ? " has no " + Setup.FILE + ": it was made by a version that could not resume"
                : " holds neither a comparison nor a run"));
  }

  /** Whether all that follows the last step was done too. */
  private boolean isComplete(SavedTraining saved) throws IOException {
    if (!saved.setup().isComparison()) {
      return Files.exists(folder.resolve("report.html"));
    }
    if (!Comparison.isAt(folder) || !Files.exists(folder.resolve(ComparisonReport.CSV))) {
      return false;
    }
    List<RunStatus> told;
    try {
      told = Comparison.read(folder).rows().stream().map(ComparisonRow::status).toList();
    } catch (IllegalArgumentException e) {
      return false; // It is written again.
    }
    return told.equals(saved.records().stream().skip(1).map(RunRecord::status).toList());
  }

  private int tellEnd(List<RunRecord> records) {
    List<RunRecord> failed =
        records.stream().filter(run -> run.status() == RunStatus.FAILED).toList();
    failed.forEach(run -> System.err.println(run.name() + " failed: " + run.failure()));
    System.err.println(
        "freezeout: "
            + folder
            + (failed.isEmpty()
                ? " has finished already; 'freezeout report' renders its report again"
                : " has ended: what failed is not tried again"));
    return failed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
