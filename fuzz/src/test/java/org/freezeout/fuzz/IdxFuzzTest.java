package org.freezeout.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.ImageDatasets;

/** IDX files, compressed and not: one of the four of a data set is damaged or hostile. */
class IdxFuzzTest {

  private static final Law LAW = new Law("IDX", 16 << 20, 3000);

  private static final int IMAGES = 5;
  private static final int SIDE = 9;

  private static final byte[] PIXELS =
      file(0x0803, new int[] {IMAGES, SIDE, SIDE}, IMAGES * SIDE * SIDE);
  private static final byte[] LABELS = file(0x0801, new int[] {IMAGES}, IMAGES);

  private static final Map<String, byte[]> INTACT =
      new TreeMap<>(
          Map.of(
              "train-images-idx3-ubyte", PIXELS,
              "train-labels-idx1-ubyte", LABELS,
              "t10k-images-idx3-ubyte", PIXELS,
              "t10k-labels-idx1-ubyte", LABELS));

  /** 32 MiB of zeros in 32 KiB, behind a header that promises as much. */
  private static final byte[] BOMB =
      ImageFiles.gzip(file(0x0803, new int[] {1 << 17, 16, 16}, 32 << 20));

  private static Path folder;

  private static byte[] file(int magic, int[] dimensions, int values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + values).putInt(magic);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    for (int i = 0; i < Math.min(values, 1000); i++) {
      bytes.put((byte) (i % 10));
    }
    return bytes.array();
  }

  @BeforeContainer
  static void create() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    for (Map.Entry<String, byte[]> file : INTACT.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  @AfterContainer
  static void delete() throws IOException {
    Folders.delete(folder);
  }

  @AfterProperty
  void report() {
    LAW.report();
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Input.inputs(
        random -> {
          String file = List.copyOf(INTACT.keySet()).get(random.nextInt(INTACT.size()));
          return Input.of(file, hostile(INTACT.get(file), random));
        });
  }

  private static byte[] hostile(byte[] intact, Random random) {
    byte[] zipped = ImageFiles.gzip(intact);
    return switch (random.nextInt(10)) {
      case 0 -> zipped;
      case 1, 2 -> Damage.of(zipped, ImageFiles.gzip(PIXELS), random);
      case 3 -> ImageFiles.gzip(Damage.of(intact, PIXELS, random));
      case 4 -> members(intact, random);
      case 5 -> random.nextInt(10) == 0 ? Damage.of(BOMB, PIXELS, random) : absurd(random);
      case 6 -> ImageFiles.gzip(absurd(random));
      default -> Damage.of(intact, random.nextBoolean() ? PIXELS : LABELS, random);
    };
  }

  /** A file in many parts, most of them empty, as gzip allows. */
  private static byte[] members(byte[] intact, Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] empty = ImageFiles.gzip(new byte[0]);
    int count = random.nextInt(random.nextInt(5) == 0 ? 20_000 : 20);
    if (random.nextBoolean()) {
      bytes.writeBytes(ImageFiles.gzip(intact));
    }
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(empty);
    }
    bytes.writeBytes(ImageFiles.gzip(random.nextBoolean() ? intact : new byte[1]));
    return bytes.toByteArray();
  }

  /** A header that promises much, and little behind it. */
  private static byte[] absurd(Random random) {
    int[] sizes = {0, -1, 1, 8, 512, 513, 65_536, 1 << 20, 1 << 30, Integer.MAX_VALUE};
    int[] dimensions = new int[3];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = sizes[random.nextInt(sizes.length)];
    }
    boolean labels = random.nextInt(3) == 0;
    return file(
        labels ? 0x0801 : 0x0803,
        labels ? new int[] {dimensions[0]} : dimensions,
        random.nextInt(1000));
  }

  /** What is read has as many labels as images. */
  @Property
  void isReadOrRefused(@ForAll("inputs") Input input) throws IOException {
    Path file = folder.resolve(input.file());
    Files.write(file, input.bytes());
    try {
      LAW.holds(
          input,
          input.bytes().length + PIXELS.length,
          folder,
          () -> {
            ImageDataset data = ImageDatasets.open("fashion-mnist:" + folder);
            assertTrue(data.training().size() > 0);
            int last = data.training().size() - 1;
            assertTrue(data.training().label(last) < 10);
            data.training().read(last, new byte[data.height() * data.width()]);
          });
    } finally {
      Files.write(file, INTACT.get(input.file()));
    }
  }
}
