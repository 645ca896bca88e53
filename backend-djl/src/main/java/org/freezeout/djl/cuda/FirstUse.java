package org.freezeout.djl.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalDouble;
import java.util.Properties;

/**
 * How long the first use of a GPU took, in which the driver compiles kernels. Written down for each
 * model of GPU and version of the driver, as a new one of either compiles anew.
 */
public final class FirstUse {

  private final Path file;

  private FirstUse(Path file) {
    this.file = file;
  }

  /** What is written down in a file, which need not exist yet. */
  public static FirstUse in(Path file) {
    return new FirstUse(file);
  }

  /** What is written down for this user. */
  public static FirstUse standard() {
    return new FirstUse(CacheFolders.own().resolve("first-use.properties"));
  }

  /**
   * How long it took.
   *
   * @param hardware the GPU and the driver, in words
   * @return seconds, empty if it was not used yet
   */
  public OptionalDouble seconds(String hardware) {
    String value = read().getProperty(hardware);
    try {
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * Writes down how long it took, unless an earlier use took longer, which then compiled more.
   *
   * @param hardware the GPU and the driver, in words
   */
  public void record(String hardware, double seconds) throws IOException {
    if (seconds(hardware).orElse(0) >= seconds) {
      return;
    }
    Properties all = read();
    all.setProperty(hardware, String.valueOf(Math.round(seconds * 10) / 10.0));
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), ".first-use", null);
    try (OutputStream out = Files.newOutputStream(draft)) {
      all.store(out, null);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Properties read() {
    Properties all = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      all.load(in);
    } catch (IOException | IllegalArgumentException e) {
      all.clear(); // Nothing is known then.
    }
    return all;
  }
}
