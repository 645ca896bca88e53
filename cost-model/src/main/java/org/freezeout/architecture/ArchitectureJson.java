package org.freezeout.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Reads and writes an {@link ArchitectureSpec} as JSON.
 *
 * <pre>{@code
 * {
 *   "format": 1,
 *   "name": "tiny",
 *   "input": "3x32x32",
 *   "groups": [
 *     {"name": "conv1", "operations": [
 *       {"type": "convolution", "out_channels": 16, "kernel": 3, "padding": 1},
 *       {"type": "batch_norm"},
 *       {"type": "activation", "function": "relu"}]},
 *     {"name": "classifier", "operations": [
 *       {"type": "global_average_pooling"},
 *       {"type": "dense", "out_features": 10}]}
 *   ]
 * }
 * }</pre>
 *
 * <table>
 * <caption>The operations</caption>
 * <tr><th>type</th><th>fields, with the value of those that may be left out</th></tr>
 * <tr><td>{@code convolution}</td><td>{@code out_channels}, {@code kernel}, {@code stride} = 1,
 *     {@code padding} = 0, {@code groups} = 1, {@code bias} = false</td></tr>
 * <tr><td>{@code dense}</td><td>{@code out_features}, {@code bias} = true</td></tr>
 * <tr><td>{@code batch_norm}</td><td></td></tr>
 * <tr><td>{@code activation}</td><td>{@code function}: {@code relu}, {@code relu6} or {@code
 *     softplus}</td></tr>
 * <tr><td>{@code pooling}</td><td>{@code kind}: {@code max} or {@code average}; {@code kernel},
 *     {@code stride} = kernel, {@code padding} = 0</td></tr>
 * <tr><td>{@code global_average_pooling}</td><td></td></tr>
 * <tr><td>{@code dropout}</td><td>{@code rate}</td></tr>
 * <tr><td>{@code residual}</td><td>{@code body}, {@code shortcut} = [], lists of operations</td>
 *     </tr>
 * <tr><td>{@code concatenation}</td><td>{@code body}, a list of operations</td></tr>
 * </table>
 *
 * <p>Any other field is refused, and so is null.
 */
public final class ArchitectureJson {

  /** The version of the form. */
  public static final int FORMAT = 1;

  /** The largest file that is read; an architecture of the catalogue needs a tenth of it. */
  static final int MAX_BYTES = 8 << 20;

  private ArchitectureJson() {}

  /**
   * Reads an architecture.
   *
   * @throws IllegalArgumentException if the file is missing or does not hold an architecture, in
   *     one line that names the file and the place
   */
  public static ArchitectureSpec read(Path file) throws IOException {
    String text = text(file);
    try {
      return ArchitectureReader.read(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Writes an architecture; at any moment the file is the old or the new one. */
  public static void write(ArchitectureSpec architecture, Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    // Never through a link that lies in its place.
    Files.deleteIfExists(next);
    try {
      Files.writeString(
          next,
          ArchitectureWriter.write(architecture),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /**
   * SHA-256 in hexadecimal over the input, the layer groups and their operations; two networks that
   * differ in nothing but their own name have the same.
   */
  public static String sha256(ArchitectureSpec architecture) {
    var unnamed = new ArchitectureSpec("any", architecture.input(), architecture.groups());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(
              digest.digest(ArchitectureWriter.write(unnamed).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder, not an architecture file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            file + " is larger than " + MAX_BYTES + " bytes, too large for an architecture file");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("no such file: " + file, e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 text", e);
    }
  }
}
