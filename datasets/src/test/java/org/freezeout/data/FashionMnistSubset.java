package org.freezeout.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes the bundled part of Fashion-MNIST from Debian's package {@code dataset-fashion-mnist}: of
 * every class the first 1,000 training and the first 200 test images, in the order of the files.
 * Nothing is drawn at random.
 */
final class FashionMnistSubset {

  private static final int CLASSES = 10;
  private static final int TRAINING_OF_A_CLASS = 1000;
  private static final int TEST_OF_A_CLASS = 200;

  private FashionMnistSubset() {}

  /**
   * Writes the files, compressed.
   *
   * @param arguments the folder to write to
   */
  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<String, byte[]> file : files(FashionMnist.DEBIAN).entrySet()) {
      Path to = Path.of(arguments[0], file.getKey() + ".gz");
      Files.write(to, IdxWriter.gzip(file.getValue()));
      System.out.println(to + ": " + Files.size(to) + " bytes");
    }
  }

  /** The files by name, not compressed. */
  static Map<String, byte[]> files(Path source) {
    Map<String, byte[]> files = new TreeMap<>();
    select(source, "train", TRAINING_OF_A_CLASS, files);
    select(source, "t10k", TEST_OF_A_CLASS, files);
    return files;
  }

  private static void select(Path source, String part, int ofEachClass, Map<String, byte[]> files) {
    String images = part + "-images-idx3-ubyte";
    String labels = part + "-labels-idx1-ubyte";
    byte[][] pixels = IdxFile.of(source.resolve(images + ".gz")).images().pixels();
    int[] all = IdxFile.of(source.resolve(labels + ".gz")).labels(CLASSES);
    int[] seen = new int[CLASSES];
    int[] chosen =
        IntStream.range(0, all.length).filter(i -> seen[all[i]]++ < ofEachClass).toArray();
    byte[][] chosenPixels = new byte[chosen.length][];
    for (int i = 0; i < chosen.length; i++) {
      chosenPixels[i] = pixels[chosen[i]];
    }
    files.put(images, IdxWriter.images(28, 28, chosenPixels));
    files.put(labels, IdxWriter.labels(IntStream.of(chosen).map(i -> all[i]).toArray()));
  }
}
