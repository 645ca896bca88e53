package org.freezeout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * How a command that cannot go on ends: one line on stderr, exit code 2 for bad input and 1 for
 * anything else. With the environment variable {@code FREEZEOUT_DEBUG} set, the stack trace
 * follows.
 */
final class Failures {

  private Failures() {}

  static int badUsage(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return report(e, e.getMessage() + " (see " + command + " --help)", ExitCode.USAGE);
  }

  static int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
    if (e instanceof IllegalArgumentException) {
      return report(e, e.getMessage(), ExitCode.USAGE);
    }
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    if (cause instanceof IOException io) {
      return report(e, message(io), ExitCode.USAGE);
    }
    return report(e, "failed: " + e, ExitCode.SOFTWARE);
  }

  private static String message(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "no such file: " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "access denied: " + denied.getFile();
    }
    if (e instanceof FileSystemException file) {
      return file.getFile() + ": " + file.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  private static int report(Exception e, String message, int exitCode) {
    System.err.println("freezeout: " + oneLine(message));
    if (System.getenv("FREEZEOUT_DEBUG") != null) {
      e.printStackTrace();
    }
    return exitCode;
  }

  private static String oneLine(String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
