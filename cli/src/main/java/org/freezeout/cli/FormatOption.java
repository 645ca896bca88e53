package org.freezeout.cli;

import picocli.CommandLine.Option;

/** The option {@code --format} that every command has. */
final class FormatOption {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      order = 90,
      defaultValue = "table",
      description = "How results are printed: table, csv or json (default: ${DEFAULT-VALUE}).")
  Format format;
}
