package org.freezeout.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CIFAR-10 and CIFAR-100 in their binary format: records of one label byte (CIFAR-100: the coarse
 * label, then the fine one, which is used) and 3 x 32 x 32 pixels, channel by channel.
 *
 * @param classes the names of the classes
 * @param coarseClasses classes of the first label byte if there are two, else 0
 * @param normalization what the authors of FreezeOut normalise with
 * @param trainingFiles names of the files to train on; all have the same number of records
 * @param testFile name of the file to test on
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">A. Krizhevsky's page</a>
 */
record Cifar(
    List<String> classes,
    int coarseClasses,
    Normalization normalization,
    List<String> trainingFiles,
    String testFile) {

  private static final ImageSize SIZE = new ImageSize(32, 32);
  private static final int CHANNELS = 3;

  /** CIFAR-10, {@code cifar-10-binary.tar.gz} unpacked. */
  static Cifar cifar10() {
    return new Cifar(
        Labels.classNames("cifar10-classes.txt"),
        0,
        normalization(List.of(125.3, 123.0, 113.9), List.of(63.0, 62.1, 66.7)),
        List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin"),
        "test_batch.bin");
  }

  /** CIFAR-100, {@code cifar-100-binary.tar.gz} unpacked. */
  static Cifar cifar100() {
    return new Cifar(
        Labels.classNames("cifar100-classes.txt"),
        20,
        normalization(List.of(129.3, 124.1, 112.4), List.of(68.2, 65.4, 70.4)),
        List.of("train.bin"),
        "test.bin");
  }

  private static Normalization normalization(List<Double> mean, List<Double> std) {
    return new Normalization(
        mean.stream().map(m -> m / 255).toList(), std.stream().map(s -> s / 255).toList());
  }

  /**
   * Opens the files of a folder.
   *
   * @param name of the data set
   * @throws IllegalArgumentException if one of them cannot be read
   */
  ImageDataset open(String name, Path folder) {
    Problem.requireFolder(folder);
    try {
      MemoryImages training = read(folder, trainingFiles);
      MemoryImages test = read(folder, List.of(testFile));
      return new ImageDataset(
          name, CHANNELS, SIZE.height(), SIZE.width(), classes, training, test, normalization);
    } catch (IOException e) {
      throw Problem.reading("folder " + folder, e);
    }
  }

  private int recordLength() {
    return labelBytes() + CHANNELS * SIZE.pixels();
  }

  private int labelBytes() {
    return coarseClasses == 0 ? 1 : 2;
  }

  private MemoryImages read(Path folder, List<String> names) throws IOException {
    Path first = folder.resolve(names.get(0));
    int each = records(first);
    for (String name : names) {
      int records = records(folder.resolve(name));
      if (records != each) {
        throw Problem.with(
            folder.resolve(name),
            "has %d images, but %s has %d: one of them is truncated"
                .formatted(records, first.getFileName(), each));
      }
    }
    Memory.require("folder " + folder, (long) each * names.size() * recordLength());
    byte[][] images = new byte[each * names.size()][];
    int[] labels = new int[images.length];
    for (int i = 0; i < names.size(); i++) {
      read(folder.resolve(names.get(i)), each, images, labels, i * each);
    }
    return new MemoryImages(images, labels);
  }

  private int records(Path file) throws IOException {
    long size = Problem.requireFile(file);
    if (size == 0 || size % recordLength() != 0) {
      throw Problem.with(
          file,
          "is truncated or corrupt: its size must be a multiple of %d bytes, got %d"
              .formatted(recordLength(), size));
    }
    Memory.require(file, size);
    return (int) (size / recordLength());
  }

  private void read(Path file, int records, byte[][] images, int[] labels, int to) {
    try (DataInputStream stream =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      for (int i = 0; i < records; i++) {
        if (coarseClasses > 0) {
          Labels.check(file, i, stream.readUnsignedByte(), coarseClasses);
        }
        labels[to + i] = Labels.check(file, i, stream.readUnsignedByte(), classes.size());
        images[to + i] = new byte[CHANNELS * SIZE.pixels()];
        stream.readFully(images[to + i]);
      }
    } catch (IOException e) {
      throw Problem.reading(file, e);
    }
  }
}
