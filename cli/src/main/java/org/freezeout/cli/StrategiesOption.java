package org.freezeout.cli;

import java.util.List;
import org.freezeout.schedule.Strategy;
import picocli.CommandLine.Option;

/** The option {@code --strategy} of commands that take several. */
final class StrategiesOption {

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      order = 30,
      split = ",",
      defaultValue = Defaults.STRATEGIES,
      description =
          "linear, linear-scaled, squared, squared-scaled, cubic, cubic-scaled; may be repeated"
              + " (default: ${DEFAULT-VALUE}).")
  List<Strategy> strategies;
}
