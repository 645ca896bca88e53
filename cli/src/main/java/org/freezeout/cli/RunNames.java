package org.freezeout.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.freezeout.experiment.ExperimentSpec;

/** Names of output folders that nobody chose. */
final class RunNames {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private RunNames() {}

  /**
   * A folder that does not exist yet, such as {@code compare-wrn-16-1-mxnet-cpu-20261124-211503}.
   */
  static Path unused(Path parent, String command, ExperimentSpec spec) {
    return unused(parent, command, spec, "");
  }

  /** The same for a file with an extension. */
  static Path unused(Path parent, String command, ExperimentSpec spec, String extension) {
    String name =
        String.join(
                "-",
                command,
                spec.architecture().name(),
                spec.engine().name(),
                spec.engine().device(),
                TIME.format(LocalDateTime.now()))
            .replaceAll("[^A-Za-z0-9._-]", "_");
    Path folder = parent.resolve(name + extension);
    for (int i = 2; Files.exists(folder); i++) {
      folder = parent.resolve(name + "-" + i + extension);
    }
    return folder;
  }
}
