package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written when what it is to hold is known, which may take long. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Checks that a file can be made, without making it.
   *
   * @throws IllegalArgumentException if it is there, or its place cannot be written to
   */
  public static void check(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new IllegalArgumentException(file + ": is there already");
    }
    Path absolute = file.toAbsolutePath().normalize();
    Path existing = OutputFolder.existingParent(absolute);
    if (!Files.isDirectory(existing)) {
      throw new IllegalArgumentException(existing + " is a file, not a folder");
    }
    if (!Files.isWritable(existing)) {
      throw new IllegalArgumentException(
          file + " cannot be written: " + existing + " is not writable");
    }
    try {
      OutputFolder.requireNames(
          absolute.resolveSibling(absolute.getFileName() + DurableFile.DRAFT), existing);
    } catch (FileSystemException e) {
      throw new IllegalArgumentException(file + " cannot be written: " + e.getReason(), e);
    }
  }
}
