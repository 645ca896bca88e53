package org.freezeout.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code freezeout} itself and the way all its subcommands end. */
@Command(
    name = "freezeout",
    description = "Should I freeze layers progressively, how, and what will it really save me?",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class FreezeOutCommand implements Runnable {

  @Spec private CommandSpec spec;

  private FreezeOutCommand() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs the command.
   *
   * @return 0 ok, 1 the run failed, 2 bad input
   */
  static int run(String... args) {
    return new CommandLine(new FreezeOutCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::badUsage)
        .setExecutionExceptionHandler(Failures::failed)
        .execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given; see freezeout --help");
  }
}
