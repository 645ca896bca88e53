package org.freezeout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Collectors;
import org.freezeout.experiment.OutOfMemoryException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command that cannot go on ends: one line on stderr, exit code 2 for bad input and 1 for
 * anything else. With the environment variable {@code FREEZEOUT_DEBUG} set, the stack trace
 * follows.
 */
final class Failures {

  /** Longer lines say no more: they repeat what was given. */
  private static final int LONGEST = 1000;

  private Failures() {}

  static int badUsage(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return report(e, message(e) + " (see " + command + " --help)", ExitCode.USAGE);
  }

  static int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
    if (e instanceof IllegalArgumentException) {
      return report(e, e.getMessage(), ExitCode.USAGE);
    }
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    if (cause instanceof IOException io) {
      return report(e, message(io), badPath(io) ? ExitCode.USAGE : ExitCode.SOFTWARE);
    }
    return e instanceof RunFailedException || e instanceof OutOfMemoryException
        ? report(e, e.getMessage(), ExitCode.SOFTWARE)
        : failed(e);
  }

  /** Ends a command that met what it did not expect, errors of the JVM included. */
  static int failed(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return report(
          e,
          "out of memory: "
              + e.getMessage()
              + "; the JVM may use "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + " MiB (FREEZEOUT_JAVA_OPTS=-Xmx8g gives it 8 GiB)",
          ExitCode.SOFTWARE);
    }
    return report(e, "failed: " + e, ExitCode.SOFTWARE);
  }

  private static String message(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched && command.getParent() == null) {
      String first = unmatched.getUnmatched().get(0);
      if (!first.startsWith("-")) {
        List<String> similar = unmatched.getSuggestions();
        return "unknown command '"
            + first
            + "'"
            + (similar.isEmpty() ? "" : ", did you mean " + similar.get(0) + "?");
      }
    }
    return e.getMessage();
  }

  /** Whether a path that was given is to blame, rather than the disk. */
  private static boolean badPath(IOException e) {
    return e instanceof FileSystemException file
        && !String.valueOf(file.getReason()).matches("(?i).*(space|quota|input/output).*");
  }

  /** What an input or output error says about which file. */
  static String message(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "no such file: " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "access denied: " + denied.getFile();
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static int report(Throwable e, String message, int exitCode) {
    System.err.println("freezeout: " + oneLine(message));
    if (System.getenv("FREEZEOUT_DEBUG") != null) {
      e.printStackTrace();
    }
    return exitCode;
  }

  /** Lines become parts of one; what plays with the terminal or the direction of writing goes. */
  private static String oneLine(String message) {
    String line =
        String.valueOf(message)
            .lines()
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "))
            .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
