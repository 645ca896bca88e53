package org.freezeout.djl.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntConsumer;

/** Checksums of streams, on the way to where they go. */
final class Sha256 {

  private static final int PIECE = 1 << 20;

  private Sha256() {}

  /**
   * Copies a stream to its end.
   *
   * @param copied told of the bytes of each piece
   * @return SHA-256 of what was copied, in hexadecimal
   */
  static String copy(InputStream in, WritableByteChannel out, IntConsumer copied)
      throws IOException {
    MessageDigest digest = digest();
    byte[] piece = new byte[PIECE];
    for (int n = in.readNBytes(piece, 0, PIECE); n > 0; n = in.readNBytes(piece, 0, PIECE)) {
      digest.update(piece, 0, n);
      for (ByteBuffer rest = ByteBuffer.wrap(piece, 0, n); rest.hasRemaining(); ) {
        out.write(rest);
      }
      copied.accept(n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of a stream, in hexadecimal. */
  static String of(InputStream in, IntConsumer read) throws IOException {
    MessageDigest digest = digest();
    byte[] piece = new byte[PIECE];
    for (int n = in.readNBytes(piece, 0, PIECE); n > 0; n = in.readNBytes(piece, 0, PIECE)) {
      digest.update(piece, 0, n);
      read.accept(n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
