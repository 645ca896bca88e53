package org.freezeout.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Fashion-MNIST: grey images of clothes from Zalando, 28x28 pixels in 10 classes.
 *
 * @see <a href="https://github.com/zalandoresearch/fashion-mnist">its repository</a>
 */
final class FashionMnist {

  /** Where Debian's package {@code dataset-fashion-mnist} has it. */
  static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

  static final String SUBSET = "fashion-mnist-subset";

  static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private FashionMnist() {}

  /** The part that comes with this module. */
  static ImageDataset subset() {
    return open(SUBSET, FashionMnist::resource);
  }

  /**
   * All of it.
   *
   * @param name of the data set
   * @param folder with the four IDX files, compressed or not
   * @throws IllegalArgumentException if it cannot be read
   */
  static ImageDataset open(String name, Path folder) {
    if (folder.equals(DEBIAN) && !Files.exists(folder)) {
      throw Problem.with(
          "folder " + folder,
          "does not exist: install Debian's package dataset-fashion-mnist, or name a folder with"
              + " the files as fashion-mnist:DIR");
    }
    Problem.requireFolder(folder);
    return open(name, file -> file(folder, file));
  }

  private static ImageDataset open(String name, Function<String, IdxFile> files) {
    IdxFile trainingFile = files.apply("train-images-idx3-ubyte");
    IdxFile.Images training = trainingFile.images();
    IdxFile testFile = files.apply("t10k-images-idx3-ubyte");
    IdxFile.Images test = testFile.images();
    if (!test.size().equals(training.size())) {
      throw Problem.with(
          testFile.name(),
          "has images of %s pixels, but %s has images of %s"
              .formatted(test.size(), trainingFile.name(), training.size()));
    }
    return ImageDatasets.of(
        name,
        1,
        training.size(),
        CLASSES,
        labelled(training, files.apply("train-labels-idx1-ubyte")),
        labelled(test, files.apply("t10k-labels-idx1-ubyte")));
  }

  private static ImageSet labelled(IdxFile.Images images, IdxFile file) {
    int[] labels = file.labels(CLASSES.size());
    if (labels.length != images.pixels().length) {
      throw Problem.with(
          file.name(),
          "has %d labels for %d images".formatted(labels.length, images.pixels().length));
    }
    return new MemoryImages(images.pixels(), labels);
  }

  private static IdxFile file(Path folder, String name) {
    Path plain = folder.resolve(name);
    Path compressed = folder.resolve(name + ".gz");
    if (!Files.exists(plain) && !Files.exists(compressed)) {
      throw Problem.with("folder " + folder, "holds neither %s nor %s.gz".formatted(name, name));
    }
    return IdxFile.of(Files.exists(plain) ? plain : compressed);
  }

  private static IdxFile resource(String name) {
    String resource = SUBSET + "/" + name + ".gz";
    try (InputStream stream = FashionMnist.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new FileNotFoundException(resource);
      }
      return IdxFile.of(resource, stream.readAllBytes());
    } catch (IOException e) {
      throw Problem.reading(resource, e);
    }
  }
}
