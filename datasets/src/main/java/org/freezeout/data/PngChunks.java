package org.freezeout.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Checks the frame of a PNG file: every chunk lies inside the file and has the checksum that it
 * should have, and the pixels fit into the data. The decoder of the JDK does none of it, and
 * allocates what a chunk's length or the size of the image says.
 */
final class PngChunks {

  private static final int SIGNATURE = 8;
  private static final int FRAME = 12; // length, type and checksum
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int TRNS = 0x74524e53;

  /** In the type of a chunk that a decoder need not know. */
  private static final int ANCILLARY = 0x20000000;

  /** Deflate shrinks data by at most this factor. */
  private static final int MOST_COMPRESSION = 1032;

  private PngChunks() {}

  /**
   * The file without what has no part in its pixels, such as compressed texts, which the decoder of
   * the JDK would inflate.
   *
   * @throws IllegalArgumentException if it is truncated or was changed
   */
  static byte[] essential(Path file, byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).position(SIGNATURE);
    var essential = new ByteArrayOutputStream(content.length);
    essential.write(content, 0, SIGNATURE);
    long data = 0;
    int type = 0;
    while (type != IEND) {
      int start = bytes.position();
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
      if ((type & ANCILLARY) == 0 || type == TRNS) {
        essential.write(content, start, FRAME + length);
      }
      data += type == IDAT ? length : 0;
    }
    requireData(file, ByteBuffer.wrap(content), data);
    return essential.toByteArray();
  }

  /** Refuses a size that the compressed data cannot give. */
  private static void requireData(Path file, ByteBuffer content, long data) {
    int width = content.getInt(16);
    int height = content.getInt(20);
    int depth = content.get(24) & 0xff;
    int samples =
        switch (content.get(25)) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    if (height * ((long) width * samples * depth / 8) > (data + 1) * MOST_COMPRESSION) {
      throw Problem.with(
          file,
          "is corrupt: %d bytes of data cannot hold the %dx%d pixels of its header"
              .formatted(data, height, width));
    }
  }
}
