package org.freezeout.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --calibration}. */
final class CalibrationOption {

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      order = 33,
      description =
          "A file of 'freezeout calibrate': also predict by step times that were measured, with a"
              + " 90 %% interval. The same as --cost calibrated:FILE.")
  Path file;
}
