package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.freezeout.data.Refusals.succeedsOrIsRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {

  private static final int PIXELS = 3 * 32 * 32;

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(5);

  /** Records with random pixels. */
  private byte[] records(int[]... labels) {
    ByteBuffer file = ByteBuffer.allocate(labels.length * (labels[0].length + PIXELS));
    for (int[] record : labels) {
      for (int label : record) {
        file.put((byte) label);
      }
      byte[] pixels = new byte[PIXELS];
      random.nextBytes(pixels);
      file.put(pixels);
    }
    return file.array();
  }

  private byte[][] writeCifar10() {
    byte[][] files = new byte[6][];
    for (int i = 0; i < 6; i++) {
      files[i] = records(new int[] {i}, new int[] {9 - i});
      TinyData.write(
          folder.resolve(i < 5 ? "data_batch_" + (i + 1) + ".bin" : "test_batch.bin"), files[i]);
    }
    return files;
  }

  private ImageDataset cifar10() {
    return ImageDatasets.open("cifar10:" + folder);
  }

  private ImageDataset cifar100() {
    return ImageDatasets.open("cifar100:" + folder);
  }

  @Test
  void readsCifar10() {
    byte[][] files = writeCifar10();
    ImageDataset data = cifar10();
    assertEquals("cifar10:" + folder, data.name());
    assertEquals(List.of(3, 32, 32), List.of(data.channels(), data.height(), data.width()));
    assertEquals(10, data.training().size());
    assertEquals(2, data.test().size());
    for (int i = 0; i < 12; i++) {
      ImageSet images = i < 10 ? data.training() : data.test();
      byte[] file = files[i / 2];
      int from = i % 2 * (PIXELS + 1);
      assertEquals(file[from], images.label(i % 10));
      assertArrayEquals(
          Arrays.copyOfRange(file, from + 1, from + 1 + PIXELS),
          TinyData.read(images, i % 10, PIXELS));
    }
  }

  @Test
  void readsTheFineLabelsOfCifar100() {
    byte[] training = records(new int[] {19, 99}, new int[] {0, 42}, new int[] {3, 0});
    TinyData.write(folder.resolve("train.bin"), training);
    TinyData.write(folder.resolve("test.bin"), records(new int[] {1, 2}));
    ImageDataset data = cifar100();
    assertEquals(3, data.training().size());
    assertEquals(99, data.training().label(0));
    assertEquals(42, data.training().label(1));
    assertEquals(2, data.test().label(0));
    assertArrayEquals(
        Arrays.copyOfRange(training, PIXELS + 4, 2 * PIXELS + 4),
        TinyData.read(data.training(), 1, PIXELS));
  }

  /** The authors' transforms: mean and standard deviation over 255. */
  @Test
  void normalisesLikeTheAuthors() {
    Normalization ten = Cifar.cifar10().normalization();
    assertEquals(0, ten.apply(1, 123), 1e-12);
    assertEquals((255 - 125.3) / 63.0, ten.apply(0, 255), 1e-12);
    assertEquals((0 - 113.9) / 66.7, ten.apply(2, 0), 1e-12);
    Normalization hundred = Cifar.cifar100().normalization();
    assertEquals((255 - 129.3) / 68.2, hundred.apply(0, 255), 1e-12);
    assertEquals((0 - 124.1) / 65.4, hundred.apply(1, 0), 1e-12);
    assertEquals((0 - 112.4) / 70.4, hundred.apply(2, 0), 1e-12);
  }

  /** A. Krizhevsky's page lists them; in both sets they are numbered in alphabetical order. */
  @Test
  void namesTheClasses() {
    List<String> ten = Cifar.cifar10().classes();
    assertEquals(List.of("airplane", "automobile"), ten.subList(0, 2));
    assertEquals(10, ten.size());
    assertEquals(ten.stream().sorted().distinct().toList(), ten);
    List<String> hundred = Cifar.cifar100().classes();
    assertEquals("apple", hundred.get(0));
    assertEquals("lawn_mower", hundred.get(41));
    assertEquals("worm", hundred.get(99));
    assertEquals(100, hundred.size());
    assertEquals(hundred.stream().sorted().distinct().toList(), hundred);
  }

  @Test
  void refusesTruncatedFiles() throws IOException {
    writeCifar10();
    Path file = folder.resolve("data_batch_3.bin");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, 3072, 3073, 3074, 6145}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(this::cifar10, file);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertRefused(this::cifar10, file, "3073", "6147");
    Files.write(file, whole);
    Path test = folder.resolve("test_batch.bin");
    Files.write(test, Arrays.copyOf(whole, 100));
    assertRefused(this::cifar10, test, "100");
  }

  @Test
  void refusesLabelsOutOfRange() {
    writeCifar10();
    Path file = folder.resolve("data_batch_2.bin");
    TinyData.write(file, records(new int[] {9}, new int[] {10}));
    assertRefused(this::cifar10, file, "image 1", "[0, 9]", "10");
    Path training = folder.resolve("train.bin");
    TinyData.write(folder.resolve("test.bin"), records(new int[] {1, 2}));
    TinyData.write(training, records(new int[] {19, 100}));
    assertRefused(this::cifar100, training, "image 0", "[0, 99]", "100");
    TinyData.write(training, records(new int[] {20, 99}));
    assertRefused(this::cifar100, training, "image 0", "[0, 19]", "20");
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    assertRefused(() -> ImageDatasets.open("cifar10:" + folder.resolve("none")), "none");
    writeCifar10();
    Path file = folder.resolve("data_batch_5.bin");
    Files.delete(file);
    assertRefused(this::cifar10, file, "does not exist");
    Files.createDirectory(file);
    assertRefused(this::cifar10, file, "is not a file");
    assertRefused(() -> ImageDatasets.open("cifar10:" + folder.resolve("test_batch.bin")), "not");
  }

  @Test
  void mutationsAreReadOrRefused() {
    writeCifar10();
    byte[] whole = records(new int[] {1}, new int[] {2});
    for (int i = 0; i < 300; i++) {
      byte[] mutant = Mutations.of(whole, random);
      TinyData.write(folder.resolve("data_batch_1.bin"), mutant);
      succeedsOrIsRefused(this::cifar10, "mutation " + i);
    }
  }
}
