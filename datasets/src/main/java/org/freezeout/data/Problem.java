package org.freezeout.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is wrong with a file, in one line that names it. */
final class Problem {

  private Problem() {}

  /**
   * A refusal.
   *
   * @param file its name
   * @param problem what follows the name, such as {@code "is truncated"}
   */
  static IllegalArgumentException with(Object file, String problem) {
    return new IllegalArgumentException(oneLine(file + " " + problem));
  }

  /** A refusal of a file that could not be read to its end. */
  static IllegalArgumentException reading(Object file, IOException cause) {
    String problem;
    if (cause instanceof NoSuchFileException) {
      problem = "does not exist";
    } else if (cause instanceof AccessDeniedException) {
      problem = "cannot be read: permission denied";
    } else if (cause instanceof EOFException) {
      problem = "is truncated";
    } else {
      problem = "cannot be read: " + reason(cause);
    }
    return new IllegalArgumentException(oneLine(file + " " + problem), cause);
  }

  /** What an exception says, or its type where it says nothing. */
  static String reason(Exception cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** A folder, or a refusal. */
  static Path requireFolder(Path folder) {
    if (!Files.exists(folder)) {
      throw with("folder " + folder, "does not exist");
    }
    if (!Files.isDirectory(folder)) {
      throw with(folder, "is not a folder");
    }
    return folder;
  }

  /** The size in bytes of a regular file, or a refusal. */
  static long requireFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw with(file, "does not exist");
    }
    if (!Files.isRegularFile(file)) {
      throw with(file, "is not a file");
    }
    return Files.size(file);
  }

  /** Replaces what would break the line, or play with the terminal or the direction of writing. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", "?");
  }
}
