package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {

  @TempDir Path folder;

  private final byte[][] training = new byte[3][28 * 28];
  private final byte[][] test = new byte[2][28 * 28];

  @BeforeEach
  void writeFiles() {
    for (int i = 0; i < 28 * 28; i++) {
      training[1][i] = (byte) (1 + i % 255);
      test[0][i] = (byte) 255;
    }
    write("train-images-idx3-ubyte.gz", IdxWriter.gzip(IdxWriter.images(28, 28, training)));
    write("train-labels-idx1-ubyte", IdxWriter.labels(4, 9, 0));
    write("t10k-images-idx3-ubyte", IdxWriter.images(28, 28, test));
    write("t10k-labels-idx1-ubyte.gz", IdxWriter.gzip(IdxWriter.labels(1, 2)));
  }

  private void write(String name, byte[] content) {
    TinyData.write(folder.resolve(name), content);
  }

  private ImageDataset open() {
    return ImageDatasets.open("fashion-mnist:" + folder);
  }

  @Test
  void readsAndPadsImages() {
    ImageDataset data = open();
    assertEquals("fashion-mnist:" + folder, data.name());
    assertEquals(1, data.channels());
    assertEquals(32, data.height());
    assertEquals(32, data.width());
    assertEquals(3, data.training().size());
    assertEquals(2, data.test().size());
    assertEquals(9, data.training().label(1));
    assertEquals(2, data.test().label(1));
    byte[] pixels = TinyData.read(data.training(), 1, 32 * 32);
    byte[] expected = new byte[32 * 32];
    for (int y = 0; y < 28; y++) {
      System.arraycopy(training[1], y * 28, expected, (y + 2) * 32 + 2, 28);
    }
    assertArrayEquals(expected, pixels);
  }

  /** The padding has no part in the mean: of 3 images, one is bright. */
  @Test
  void normalisesByImagesWithoutPadding() {
    double sum = 0;
    for (byte pixel : training[1]) {
      sum += (pixel & 0xff) / 255.0;
    }
    assertEquals(sum / (3 * 28 * 28), open().normalization().mean().get(0), 1e-12);
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    Path none = folder.resolve("none");
    assertRefused(() -> ImageDatasets.open("fashion-mnist:" + none), none, "does not exist");
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    assertRefused(this::open, folder, "neither", "t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void saysHowToGetTheFullSet() {
    assumeTrue(
        !Files.exists(FashionMnist.DEBIAN), "dataset-fashion-mnist is installed on this machine");
    assertRefused(
        () -> ImageDatasets.open("fashion-mnist"), FashionMnist.DEBIAN, "fashion-mnist:DIR");
  }

  @Test
  void comparesCounts() {
    write("train-labels-idx1-ubyte", IdxWriter.labels(4, 9));
    assertRefused(this::open, "train-labels-idx1-ubyte", "2 labels for 3 images");
  }

  @Test
  void comparesSizes() {
    write("t10k-images-idx3-ubyte", IdxWriter.images(14, 28, new byte[2][14 * 28]));
    assertRefused(this::open, "t10k-images-idx3-ubyte", "14x28", "28x28");
  }

  @Test
  void refusesOtherClasses() {
    write("train-labels-idx1-ubyte", IdxWriter.labels(4, 10, 0));
    assertRefused(this::open, "train-labels-idx1-ubyte", "image 1", "[0, 9]", "10");
  }

  /** Mean and standard deviation are those commonly published, 0.2860 and 0.3530. */
  @Test
  void readsTheFullSet() {
    assumeTrue(
        Files.exists(FashionMnist.DEBIAN),
        "Debian's package dataset-fashion-mnist is not installed");
    ImageDataset data = ImageDatasets.open("fashion-mnist");
    assertEquals(60_000, data.training().size());
    assertEquals(10_000, data.test().size());
    assertEquals(0.2860, data.normalization().mean().get(0), 5e-5);
    assertEquals(0.3530, data.normalization().std().get(0), 5e-5);
  }
}
