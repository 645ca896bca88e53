package org.freezeout.experiment;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over files. */
final class Sha256 {

  /** Bytes of a digest. */
  static final int LENGTH = 32;

  /** The digest of no bytes, in hexadecimal. */
  static final String OF_NOTHING = HexFormat.of().formatHex(newDigest().digest());

  private Sha256() {}

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Adds the first bytes of a file to a digest.
   *
   * @throws EOFException if the file has fewer
   */
  static void update(MessageDigest digest, Path file, long bytes) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (long left = bytes; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          throw new EOFException(file + " is shorter than " + bytes + " bytes");
        }
        digest.update(buffer, 0, n);
        left -= n;
      }
    }
  }
}
