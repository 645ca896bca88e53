package org.freezeout.cli;

import org.freezeout.experiment.EngineStatus;
import org.freezeout.experiment.TrainingBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the engines. */
@Command(
    name = "engines",
    description = {
      "Which engines there are, with their versions and devices, and what is missing for those that"
          + " cannot run.%n",
      "Names and devices are what --engine and --device take.%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class EnginesCommand implements Runnable {

  @Mixin private FormatOption format;

  @Override
  public void run() {
    var table = new Table("engine", "version", "devices", "missing");
    for (TrainingBackend backend : TrainingBackend.all()) {
      EngineStatus status = backend.status();
      table.row(
          status.engine(),
          status.version().orElse(null),
          status.devices(),
          status.missing().orElse(null));
    }
    table.print(format.format);
  }
}
