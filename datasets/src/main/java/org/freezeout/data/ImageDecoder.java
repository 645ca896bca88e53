package org.freezeout.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG files to pixels of one size. The samples are taken as they are stored:
 * colour profiles and orientation marks are ignored, alpha is dropped, of 16 bits the upper 8 are
 * kept. Not for use by several threads.
 */
final class ImageDecoder {

  private static final long MOST_BYTES = 64L << 20;
  private static final long MOST_PIXELS = 1L << 28;
  private static final int MOST_CHANNELS = 4;

  /** Each block of 8x8 pixels has a bit of its own, at least. */
  private static final int MOST_PIXELS_OF_A_JPEG_BYTE = 8 * 8 * 8;

  // JPEG's markers, which follow 0xff.
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;

  /** Larger images are decoded one at a time, to bound the memory that all threads take. */
  private static final long LARGE = 4_000_000;

  private static final Object ONE_LARGE_AT_A_TIME = new Object();

  private final int channels;
  private final ImageSize size;
  private final Map<ImageHeader.Format, ImageReader> readers =
      new EnumMap<>(ImageHeader.Format.class);
  private String warning;

  /**
   * A decoder.
   *
   * @param channels 1, for images that all are grey, or 3
   * @param size what every image is resized and cropped to
   */
  ImageDecoder(int channels, ImageSize size) {
    this.channels = channels;
    this.size = size;
  }

  /**
   * Decodes a file.
   *
   * @param pixels receives channels x height x width values
   * @throws IllegalArgumentException if it cannot be decoded or is too large
   */
  void decode(Path file, byte[] pixels) {
    try {
      if (Problem.requireFile(file) > MOST_BYTES) {
        throw Problem.with(file, "is larger than " + (MOST_BYTES >> 20) + " MiB");
      }
      byte[] content = Files.readAllBytes(file);
      ImageHeader header = ImageHeader.read(file, new ByteArrayInputStream(content));
      checkSize(file, header);
      if (header.format() == ImageHeader.Format.PNG) {
        content = PngChunks.essential(file, content);
      } else if (last(END_OF_IMAGE, content) < last(START_OF_SCAN, content)) {
        throw Problem.with(file, "is truncated"); // the decoder would fill up what is missing
      } else {
        requireData(file, header, content.length);
      }
      if (channels == 1 && !header.grey()) {
        throw Problem.with(file, "is no longer a grey image");
      }
      if ((long) header.height() * header.width() > LARGE) {
        synchronized (ONE_LARGE_AT_A_TIME) {
          decode(file, header, content, pixels);
        }
      } else {
        decode(file, header, content, pixels);
      }
    } catch (IOException e) {
      throw Problem.reading(file, e);
    }
  }

  /** Refuses sizes that are not to be decoded. */
  static void checkSize(Path file, ImageHeader header) {
    if (Math.min(header.height(), header.width()) < ImageSize.LEAST) {
      throw Problem.with(
          file,
          "has %dx%d pixels; height and width must be at least %d"
              .formatted(header.height(), header.width(), ImageSize.LEAST));
    }
    long count = (long) header.height() * header.width();
    long bytes = count * MOST_CHANNELS * header.sampleBytes();
    if (count > MOST_PIXELS || bytes > Memory.budget()) {
      throw Problem.with(
          file,
          "has %dx%d pixels, too many to decode with a heap of %d MiB"
              .formatted(header.height(), header.width(), Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  /** Refuses a JPEG whose header promises more pixels than the file can hold. */
  private static void requireData(Path file, ImageHeader header, long bytes) {
    if ((long) header.height() * header.width() > bytes * MOST_PIXELS_OF_A_JPEG_BYTE) {
      throw Problem.with(
          file,
          "is corrupt: %d bytes cannot hold the %dx%d pixels of its header"
              .formatted(bytes, header.height(), header.width()));
    }
  }

  private void decode(Path file, ImageHeader header, byte[] content, byte[] pixels) {
    ImageReader reader = readers.computeIfAbsent(header.format(), this::newReader);
    warning = null;
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(stream, true, true);
      if (reader.getHeight(0) != header.height() || reader.getWidth(0) != header.width()) {
        throw new IIOException("it has more than one size");
      }
      BufferedImage image = reader.read(0);
      if (warning != null) {
        throw new IIOException(warning);
      }
      write(image, pixels);
    } catch (IOException | RuntimeException e) {
      // The decoders of the JDK answer corrupt files with exceptions of every kind.
      readers.remove(header.format()).dispose();
      throw new IllegalArgumentException(
          Problem.oneLine(file + " cannot be decoded: " + Problem.reason(e)), e);
    }
  }

  /** Where a marker occurs last, or -1. Not inside a scan, where 0 or a restart follows 0xff. */
  private static int last(int marker, byte[] content) {
    int at = content.length - 2;
    while (at >= 0 && ((content[at] & 0xff) != 0xff || (content[at + 1] & 0xff) != marker)) {
      at--;
    }
    return at;
  }

  private ImageReader newReader(ImageHeader.Format format) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
    reader.addIIOReadWarningListener((source, message) -> note(message));
    return reader;
  }

  /** A JPEG that ends early or has invalid codes is decoded in part, with a warning. */
  private void note(String message) {
    if (message.contains("remature end") || message.contains("bad Huffman code")) {
      warning = message;
    }
  }

  private void write(BufferedImage image, byte[] pixels) {
    PixelRows rows = new PixelRows(image, channels);
    Resizing resizing = new Resizing(channels, image.getHeight(), image.getWidth(), size);
    for (int y = 0; y < image.getHeight(); y++) {
      resizing.add(y, rows.read(y));
    }
    resizing.write(pixels);
  }
}
