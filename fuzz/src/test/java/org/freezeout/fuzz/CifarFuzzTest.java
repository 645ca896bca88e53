package org.freezeout.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.ImageDatasets;

/** CIFAR's binary files: one of a data set is damaged. */
class CifarFuzzTest {

  private static final Law LAW = new Law("CIFAR", 16 << 20, 10);

  private static final int PIXELS = 3072;
  private static final List<String> CIFAR10 =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");
  private static final List<String> CIFAR100 = List.of("train.bin", "test.bin");

  private static Path folder;

  private static byte[] intact(String file) {
    return new byte[3 * ((CIFAR10.contains(file) ? 1 : 2) + PIXELS)];
  }

  @BeforeContainer
  static void create() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    for (List<String> files : List.of(CIFAR10, CIFAR100)) {
      for (String file : files) {
        Files.write(folder.resolve(file), intact(file));
      }
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
          List<String> files = random.nextBoolean() ? CIFAR10 : CIFAR100;
          String file = files.get(random.nextInt(files.size()));
          return Input.of(file, damaged(file, random));
        });
  }

  private static byte[] damaged(String file, Random random) {
    byte[] intact = intact(file);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(intact, intact.length / 3 * random.nextInt(30));
      case 1 -> { // any byte, labels more often than others
        intact[random.nextInt(3) * intact.length / 3 + random.nextInt(2)] =
            (byte) random.nextInt(256);
        yield intact;
      }
      default -> Damage.of(intact, intact(CIFAR100.get(0)), random);
    };
  }

  /** What is read has labels of its classes. */
  @Property
  void isReadOrRefused(@ForAll("inputs") Input input) throws IOException {
    Path file = folder.resolve(input.file());
    Files.write(file, input.bytes());
    String family = CIFAR10.contains(input.file()) ? "cifar10" : "cifar100";
    try {
      LAW.holds(
          input,
          input.bytes().length + 6L * 3 * PIXELS,
          folder,
          () -> {
            ImageDataset data = ImageDatasets.open(family + ":" + folder);
            for (int i = 0; i < data.training().size(); i++) {
              assertTrue(data.training().label(i) < data.classNames().size());
            }
            data.training().read(0, new byte[PIXELS]);
          });
    } finally {
      Files.write(file, intact(input.file()));
    }
  }
}
