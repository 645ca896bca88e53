package org.freezeout.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts a benchmark: {@code jmh}, with JMH's own options, or a command on an engine. */
@Command(
    name = "benchmarks",
    description = "How fast FreezeOut's parts are; see benchmarks/README.md.",
    mixinStandardHelpOptions = true,
    subcommands = {
      StepsCommand.class,
      SavingCommand.class,
      OverheadCommand.class,
      MemoryCommand.class,
      PrefixMemoryCommand.class
    })
public final class Benchmarks {

  private Benchmarks() {}

  /** Runs what the arguments say. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Benchmarks());
    commandLine.setParameterExceptionHandler(
        (e, arguments) -> {
          System.err.println("benchmarks: " + e.getMessage());
          return CommandLine.ExitCode.USAGE;
        });
    commandLine.setExecutionExceptionHandler(
        (e, line, result) -> {
          if (e instanceof IllegalArgumentException) {
            System.err.println("benchmarks: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
          }
          throw e;
        });
    return commandLine;
  }
}
