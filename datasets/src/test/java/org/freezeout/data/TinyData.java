package org.freezeout.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Small data sets and files for tests. */
final class TinyData {

  private TinyData() {}

  /** Random images in memory; the label of an image is its index, the input of a pixel itself. */
  static ImageDataset random(int training, int test, int channels, int height, int width) {
    SplittableRandom random = new SplittableRandom(training);
    return of(
        randomImages(random, training, channels * height * width),
        randomImages(random, test, channels * height * width),
        channels,
        height,
        width);
  }

  /** Images in memory with pixel / 255 as input. */
  static ImageDataset of(ImageSet training, ImageSet test, int channels, int height, int width) {
    return new ImageDataset(
        "tiny",
        channels,
        height,
        width,
        List.of("a"),
        training,
        test,
        new Normalization(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0)));
  }

  /** Random images, labelled with their index. */
  static MemoryImages randomImages(SplittableRandom random, int count, int length) {
    byte[][] images = new byte[count][length];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      random.nextBytes(images[i]);
      labels[i] = i;
    }
    return new MemoryImages(images, labels);
  }

  /** A pixel of a made-up image that is anything but smooth. */
  static int pixel(int y, int x) {
    return (y * 37 + x * 91 + y * x * 13) % 256;
  }

  /** A made-up grey image. */
  static BufferedImage grey(int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, pixel(y, x));
      }
    }
    return image;
  }

  /** A made-up colour image: red, green and blue are those of {@link #rgb}. */
  static BufferedImage colour(int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb(y, x));
      }
    }
    return image;
  }

  /** A pixel of {@link #colour}. */
  static int rgb(int y, int x) {
    return pixel(y, x) << 16 | pixel(x, y) << 8 | (y + x) % 256;
  }

  /** Writes an image and the folders above it. */
  static Path write(Path file, BufferedImage image) {
    String name = file.getFileName().toString();
    try {
      Files.createDirectories(file.getParent());
      String format = name.substring(name.lastIndexOf('.') + 1);
      if (!ImageIO.write(image, format, file.toFile())) {
        throw new IllegalStateException("no writer of " + format);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes bytes and the folders above them. */
  static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pixels of an image of a set. */
  static byte[] read(ImageSet images, int image, int length) {
    byte[] pixels = new byte[length];
    images.read(image, pixels);
    return pixels;
  }
}
