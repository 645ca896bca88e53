package org.freezeout.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.cost.CachePrecision;
import org.freezeout.data.Augmentation;
import org.freezeout.experiment.CheckpointInterval;
import org.freezeout.schedule.Strategy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code freezeout} itself and the way all its subcommands end. */
@Command(
    name = "freezeout",
    description = {
      "Should I freeze layers progressively, how, and what will it really save me?",
      "Computes FreezeOut schedules, predicts what they save, trains with them and puts predicted"
          + " beside measured.%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "%nStart with 'freezeout compare'; 'freezeout COMMAND --help' explains a command.",
      "Results go to stdout, messages to stderr. Exit code: 0 ok, 1 the run failed, 2 bad input."
    },
    subcommands = {
      ScheduleCommand.class,
      PredictCommand.class,
      SolveCommand.class,
      PlanCommand.class,
      TrainCommand.class,
      CompareCommand.class,
      ResumeCommand.class,
      CalibrateCommand.class,
      ValidatePredictionsCommand.class,
      ReportCommand.class,
      EnginesCommand.class,
      InstallCommand.class,
      HelpCommand.class
    })
public final class FreezeOutCommand implements Runnable {

  /** What libraries read; the launcher sets it too, but the jar can be run without it. */
  private static final Map<String, String> LIBRARY_SETTINGS =
      Map.of("java.awt.headless", "true", "ai.djl.offline", "true", "OPT_OUT_TRACKING", "true");

  @Spec private CommandSpec spec;

  private FreezeOutCommand() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    LIBRARY_SETTINGS.forEach(
        (name, value) -> System.setProperty(name, System.getProperty(name, value)));
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    int exitCode = run(args);
    if (System.out.checkError() && exitCode == ExitCode.OK) {
      System.err.println("freezeout: stdout could not be written");
      exitCode = ExitCode.SOFTWARE;
    }
    System.exit(exitCode);
  }

  /**
   * Runs the command.
   *
   * @return 0 ok, 1 the run failed, 2 bad input
   */
  static int run(String... args) {
    // The parser would warn of quotes that are not closed, beside the one line that tells all.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    try {
      return new CommandLine(new FreezeOutCommand())
          .setExpandAtFiles(false)
          .registerConverter(Format.class, converter(Format::named))
          .registerConverter(Strategy.class, converter(Strategy::named))
          .registerConverter(Augmentation.class, converter(Augmentation::named))
          .registerConverter(CachePrecision.class, converter(CachePrecision::named))
          .registerConverter(Path.class, converter(FreezeOutCommand::path))
          .registerConverter(CheckpointInterval.class, converter(CheckpointInterval::parse))
          .registerConverter(FeatureShape.class, converter(FeatureShape::parse))
          .setParameterExceptionHandler(Failures::badUsage)
          .setExecutionExceptionHandler(Failures::failed)
          .execute(args);
    } catch (Error e) {
      return Failures.failed(e);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> reader) {
    return text -> {
      try {
        return reader.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("'" + text + "' is not the name of a file or folder");
    }
    return Path.of(text);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
