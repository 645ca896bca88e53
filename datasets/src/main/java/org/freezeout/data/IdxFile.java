package org.freezeout.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in the IDX format of MNIST, compressed with gzip or not: a magic number, the count of each
 * dimension (big-endian integers), and one byte for each value. A header is believed only as far as
 * the size of the file allows; not one byte more than it promises is decompressed.
 *
 * @param name of the file
 * @param size in bytes, as stored
 * @param source opens the file
 */
record IdxFile(String name, long size, Source source) {

  private static final int LABELS = 0x0801;
  private static final int IMAGES = 0x0803;

  /** Deflate shrinks data by at most this factor. */
  private static final int MOST_COMPRESSION = 1032;

  private static final int BUFFER = 1 << 16;

  /** Opens a stream of bytes. */
  interface Source {
    InputStream open() throws IOException;
  }

  /** What the header of a file with images promises, and the images. */
  record Images(ImageSize size, byte[][] pixels) {}

  /**
   * A file.
   *
   * @throws IllegalArgumentException if it does not exist
   */
  static IdxFile of(Path file) {
    try {
      return new IdxFile(
          file.toString(), Problem.requireFile(file), () -> Files.newInputStream(file));
    } catch (IOException e) {
      throw Problem.reading(file, e);
    }
  }

  /** A file in memory. */
  static IdxFile of(String name, byte[] content) {
    return new IdxFile(name, content.length, () -> new ByteArrayInputStream(content));
  }

  /**
   * Reads images.
   *
   * @throws IllegalArgumentException if this is no intact file of images, or they are too large
   */
  Images images() {
    try (Content content = open(IMAGES, 3)) {
      int count = content.dimensions[0];
      ImageSize imageSize = new ImageSize(content.dimensions[1], content.dimensions[2]);
      if (!imageSize.isSupported()) {
        throw Problem.with(
            name,
            "has images of %s pixels; height and width must lie in [%d, %d]"
                .formatted(imageSize, ImageSize.LEAST, ImageSize.MOST));
      }
      content.check((long) count * imageSize.pixels());
      byte[][] pixels = new byte[count][];
      for (int i = 0; i < count; i++) {
        pixels[i] = new byte[imageSize.pixels()];
        content.read(pixels[i], "image " + i + " of " + count);
      }
      content.requireEnd();
      return new Images(imageSize, pixels);
    } catch (IOException e) {
      throw Problem.reading(name, e);
    }
  }

  /**
   * Reads labels.
   *
   * @param classes every label lies in [0, classes)
   * @throws IllegalArgumentException if this is no intact file of labels
   */
  int[] labels(int classes) {
    try (Content content = open(LABELS, 1)) {
      content.check(content.dimensions[0]);
      byte[] bytes = new byte[content.dimensions[0]];
      content.read(bytes, "its labels");
      content.requireEnd();
      int[] labels = new int[bytes.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = Labels.check(name, i, bytes[i] & 0xff, classes);
      }
      return labels;
    } catch (IOException e) {
      throw Problem.reading(name, e);
    }
  }

  private Content open(int magic, int dimensions) throws IOException {
    InputStream stream = new BufferedInputStream(source.open(), BUFFER);
    try {
      stream.mark(2);
      boolean compressed = stream.read() == 0x1f && stream.read() == 0x8b;
      stream.reset();
      DataInputStream values =
          new DataInputStream(
              compressed
                  ? new BufferedInputStream(new GzipStream(stream, BUFFER), BUFFER)
                  : stream);
      return new Content(values, compressed, magic, dimensions);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** The file behind its header. */
  private final class Content implements AutoCloseable {
    private final DataInputStream stream;
    private final boolean compressed;
    private final int[] dimensions;

    Content(DataInputStream stream, boolean compressed, int magic, int dimensions)
        throws IOException {
      this.stream = stream;
      this.compressed = compressed;
      int found = stream.readInt();
      if (found != magic) {
        throw Problem.with(
            name,
            "is not an IDX file of %s: its magic number is 0x%08x instead of 0x%08x"
                .formatted(magic == IMAGES ? "images" : "labels", found, magic));
      }
      this.dimensions = new int[dimensions];
      for (int i = 0; i < dimensions; i++) {
        this.dimensions[i] = stream.readInt();
        if (this.dimensions[i] < 1) {
          throw Problem.with(
              name,
              "is corrupt: dimension %d in its header is %d".formatted(i, this.dimensions[i]));
        }
      }
    }

    /** Compares what the header promises with the size of the file. */
    void check(long values) {
      long header = 4L * (1 + dimensions.length);
      if (compressed ? header + values > size * MOST_COMPRESSION : header + values != size) {
        throw Problem.with(
            name,
            "is corrupt or truncated: its header promises %d values, but the file has %d %sbytes"
                .formatted(values, size, compressed ? "compressed " : ""));
      }
      Memory.require(name, values);
    }

    void read(byte[] values, String what) throws IOException {
      try {
        stream.readFully(values);
      } catch (EOFException e) {
        throw Problem.with(name, "is truncated in " + what);
      }
    }

    /** The end of the stream, where gzip's checksum is compared. */
    void requireEnd() throws IOException {
      if (stream.read() != -1) {
        throw Problem.with(name, "is corrupt: it holds more than its header promises");
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
