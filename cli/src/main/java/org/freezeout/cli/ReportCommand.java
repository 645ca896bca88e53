package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.RunFolder;
import org.freezeout.report.ComparisonReport;
import org.freezeout.report.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Renders a report again. */
@Command(
    name = "report",
    description = {
      "Renders the report of finished runs again, from their files; nothing is trained.%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class ReportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      description = "A folder that 'freezeout compare' or 'freezeout train' wrote.")
  private Path folder;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    Path report;
    if (Comparison.isAt(folder)) {
      report = ComparisonReport.write(folder);
    } else if (Files.isRegularFile(folder.resolve(RunFolder.RECORD))) {
      report = RunReport.write(folder);
    } else if (Files.exists(folder)) {
      throw new IllegalArgumentException(folder + " holds neither a comparison nor a run");
    } else {
      throw new IllegalArgumentException("no such folder: " + folder);
    }
    if (format.format == Format.TABLE) {
      System.out.println("report: " + report);
    } else {
      new Table("report").row(report.toString()).print(format.format);
    }
    return ExitCode.OK;
  }
}
