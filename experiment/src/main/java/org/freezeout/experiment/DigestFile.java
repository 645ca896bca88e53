package org.freezeout.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The file {@code NAME.sha256} beside a file that says nothing of damage itself: its SHA-256 as the
 * command {@code sha256sum} writes and checks it.
 */
public final class DigestFile {

  private static final int LONGEST = 1000;

  private DigestFile() {}

  /** Writes it for a file that is complete. */
  public static void write(Path file) throws IOException {
    byte[] line = line(file).getBytes(StandardCharsets.UTF_8);
    DurableFile.replace(beside(file), out -> out.write(line));
  }

  /** Deletes it, before the file is replaced. */
  public static void delete(Path file) throws IOException {
    Files.deleteIfExists(beside(file));
  }

  /**
   * Checks a file that has one.
   *
   * @throws IllegalArgumentException if the file was damaged, in one line that names it
   */
  public static void check(Path file) throws IOException {
    Path digest = beside(file);
    if (!Files.isRegularFile(digest) || !Files.isRegularFile(file)) {
      return;
    }
    byte[] expected;
    try (var in = Files.newInputStream(digest)) {
      expected = in.readNBytes(LONGEST);
    }
    if (!line(file).equals(new String(expected, StandardCharsets.UTF_8))) {
      throw new IllegalArgumentException(
          file + " is damaged: it is not what " + digest.getFileName() + " says");
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  private static String line(Path file) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    Sha256.update(digest, file, Files.size(file));
    return HexFormat.of().formatHex(digest.digest()) + "  " + file.getFileName() + "\n";
  }
}
