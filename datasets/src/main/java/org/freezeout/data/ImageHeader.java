package org.freezeout.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a PNG or JPEG file says about itself, read without decoding it. The content decides which of
 * the two it is, not the name.
 *
 * @param format PNG or JPEG
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param grey whether it has one channel, alpha aside
 * @param sampleBytes bytes of one channel of a pixel, 1 or 2
 */
record ImageHeader(Format format, int height, int width, boolean grey, int sampleBytes) {

  /** The formats that can be read. */
  enum Format {
    PNG,
    JPEG
  }

  private static final int PNG_START = 0x89504e47;
  private static final int PNG_END_OF_SIGNATURE = 0x0d0a1a0a;
  private static final int IHDR = 0x49484452;
  private static final int JPEG_START = 0xffd8;

  // JPEG's markers.
  private static final int FIRST_FRAME = 0xc0;
  private static final int LAST_FRAME = 0xcf;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int EXTENSION = 0xc8;
  private static final int ARITHMETIC_CONDITIONING = 0xcc;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;

  /**
   * Reads the header of a file.
   *
   * @throws IllegalArgumentException if it is neither PNG nor JPEG, or of a kind that cannot be
   *     read
   */
  static ImageHeader read(Path file) {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      return read(file, stream);
    } catch (IOException e) {
      throw Problem.reading(file, e);
    }
  }

  /** Reads the header of a file whose content comes from a stream. */
  static ImageHeader read(Path file, InputStream stream) throws IOException {
    DataInputStream data = new DataInputStream(stream);
    int start = data.readInt();
    if (start == PNG_START && data.readInt() == PNG_END_OF_SIGNATURE) {
      return png(file, data);
    }
    if (start >>> 16 == JPEG_START && (start >>> 8 & 0xff) == 0xff) {
      return jpeg(file, data, start & 0xff);
    }
    throw Problem.with(file, "is neither a PNG nor a JPEG image");
  }

  private static ImageHeader png(Path file, DataInputStream data) throws IOException {
    if (data.readInt() != 13 || data.readInt() != IHDR) {
      throw corrupt(file, "its header is missing");
    }
    int width = data.readInt();
    int height = data.readInt();
    int depth = data.readUnsignedByte();
    int colour = data.readUnsignedByte();
    if (width < 1 || height < 1) {
      throw corrupt(file, "its size is " + height + "x" + width);
    }
    if (depth < 1 || depth > 16 || colour > 6) {
      throw corrupt(file, "its colour type is " + colour + " with " + depth + " bits");
    }
    boolean grey = (colour & 3) == 0; // 0, or 4 with alpha
    return new ImageHeader(Format.PNG, height, width, grey, depth > 8 ? 2 : 1);
  }

  private static ImageHeader jpeg(Path file, DataInputStream data, int first) throws IOException {
    int marker = first;
    while (true) {
      while (marker == 0xff) { // fill bytes
        marker = data.readUnsignedByte();
      }
      if (marker < FIRST_FRAME || marker == END_OF_IMAGE || marker == START_OF_SCAN) {
        throw corrupt(file, "its image data come before their header");
      }
      int length = data.readUnsignedShort() - 2;
      if (length < 0) {
        throw corrupt(file, "a segment has length " + (length + 2));
      }
      if (marker <= LAST_FRAME
          && marker != HUFFMAN_TABLES
          && marker != EXTENSION
          && marker != ARITHMETIC_CONDITIONING) {
        return jpegFrame(file, data);
      }
      data.skipNBytes(length);
      if (data.readUnsignedByte() != 0xff) {
        throw corrupt(file, "a segment does not end where it says");
      }
      marker = data.readUnsignedByte();
    }
  }

  private static ImageHeader jpegFrame(Path file, DataInputStream data) throws IOException {
    int precision = data.readUnsignedByte();
    int height = data.readUnsignedShort();
    int width = data.readUnsignedShort();
    int components = data.readUnsignedByte();
    if (height == 0 || width == 0) {
      throw corrupt(file, "its size is " + height + "x" + width);
    }
    if (precision != 8 || components != 1 && components != 3) {
      throw Problem.with(
          file,
          "cannot be decoded: a JPEG of %d components of %d bits; 1 or 3 of 8 can be read"
              .formatted(components, precision));
    }
    return new ImageHeader(Format.JPEG, height, width, components == 1, 1);
  }

  private static IllegalArgumentException corrupt(Path file, String problem) {
    return Problem.with(file, "is corrupt: " + problem);
  }
}
