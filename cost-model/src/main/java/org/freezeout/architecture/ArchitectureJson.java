package org.freezeout.architecture;

import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes an {@link ArchitectureSpec} as JSON. */
public final class ArchitectureJson {

  private ArchitectureJson() {}

  /**
   * Reads an architecture.
   *
   * @throws IllegalArgumentException if the file is missing or does not hold an architecture, in
   *     one line that names the file and the place
   */
  public static ArchitectureSpec read(Path file) throws IOException {
    throw new IllegalArgumentException("cannot read " + file);
  }

  /** Writes an architecture. */
  public static void write(ArchitectureSpec architecture, Path file) throws IOException {
    throw new IOException("cannot write " + file);
  }
}
