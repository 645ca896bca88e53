package org.freezeout.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes files in the IDX format. */
final class IdxWriter {

  private IdxWriter() {}

  /** A file of images of one size. */
  static byte[] images(int height, int width, byte[][] images) {
    ByteBuffer file = ByteBuffer.allocate(16 + images.length * height * width);
    file.putInt(0x0803).putInt(images.length).putInt(height).putInt(width);
    for (byte[] image : images) {
      file.put(image);
    }
    return file.array();
  }

  /** A file of labels. */
  static byte[] labels(int... labels) {
    ByteBuffer file = ByteBuffer.allocate(8 + labels.length);
    file.putInt(0x0801).putInt(labels.length);
    for (int label : labels) {
      file.put((byte) label);
    }
    return file.array();
  }

  /** Compresses as well as gzip can, without a name or time. */
  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new BestCompression(bytes)) {
      stream.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static final class BestCompression extends GZIPOutputStream {
    BestCompression(ByteArrayOutputStream bytes) throws IOException {
      super(bytes, 1 << 16);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
