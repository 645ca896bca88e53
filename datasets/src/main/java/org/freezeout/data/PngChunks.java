package org.freezeout.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Checks the frame of a PNG file: every chunk lies inside the file and has the checksum that it
 * should have. The decoder of the JDK does neither, and allocates what a chunk's length says.
 */
final class PngChunks {

  private static final int SIGNATURE = 8;
  private static final int FRAME = 12; // length, type and checksum
  private static final int IEND = 0x49454e44;

  private PngChunks() {}

  /** Refuses a file that is truncated or was changed. */
  static void check(Path file, byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).position(SIGNATURE);
    int type = 0;
    while (type != IEND) {
      if (bytes.remaining() < FRAME) {
        throw Problem.with(file, "is truncated");
      }
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining() - (FRAME - 4)) {
        throw Problem.with(file, "is truncated or corrupt");
      }
      CRC32 checksum = new CRC32();
      checksum.update(content, bytes.position(), 4 + length);
      type = bytes.getInt();
      bytes.position(bytes.position() + length);
      if (bytes.getInt() != (int) checksum.getValue()) {
        throw Problem.with(file, "is corrupt: a checksum is wrong");
      }
    }
  }
}
