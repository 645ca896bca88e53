package org.freezeout.experiment;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file of lines that only grows, and knows the digest of all that it holds. */
final class MetricsFile implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final MessageDigest digest;
  private final OutputStream out;
  private long bytes;

  private MetricsFile(Path file, FileChannel channel, MessageDigest digest, long bytes) {
    this.file = file;
    this.channel = channel;
    this.digest = digest;
    this.bytes = bytes;
    this.out =
        new BufferedOutputStream(
            new DigestOutputStream(Channels.newOutputStream(channel), digest), 1 << 13);
  }

  /**
   * Opens an existing file.
   *
   * @param keep how many bytes of it to keep; what follows is dropped
   */
  static MetricsFile open(Path file, long keep) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    Sha256.update(digest, file, keep);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      channel.truncate(keep);
      channel.position(keep);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new MetricsFile(file, channel, digest, keep);
  }

  /** How much of a file are whole lines; what follows was torn off. */
  static long wholeLines(Path file) throws IOException {
    long whole = 0;
    long read = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            whole = read + i + 1;
          }
        }
        read += n;
      }
    }
    return whole;
  }

  void append(String line) throws IOException {
    byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      out.write(text);
    } catch (IOException e) {
      throw DurableFile.named(file, e);
    }
    bytes += text.length;
  }

  /** Brings everything to the disk. */
  void sync() throws IOException {
    try {
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      throw DurableFile.named(file, e);
    }
  }

  /** How many bytes it has, those that are not written yet included. */
  long bytes() {
    return bytes;
  }

  /** In hexadecimal, over all that {@link #sync} brought to the disk. */
  String sha256() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 cannot be continued on this Java", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw DurableFile.named(file, e);
    } finally {
      channel.close();
    }
  }
}
