package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingBatchesTest {

  /**
   * Computed by a program of its own in Python, from the published algorithms of SplittableRandom
   * and of Fisher and Yates: the order must be the same on every JDK, or runs cannot be repeated.
   */
  @ParameterizedTest
  @CsvSource({
    "42, 0, 6 3 9 0 8 4 2 7 11 5 10 1",
    "42, 1, 1 6 8 3 2 0 5 10 11 7 4 9",
    "43, 0, 11 7 2 9 8 10 1 3 6 5 0 4",
    "-1, 7, 7 11 10 3 9 5 0 1 4 6 2 8"
  })
  void ordersImagesAsDocumented(long seed, int epoch, String expected) {
    TrainingBatches batches =
        new TrainingBatches(TinyData.random(12, 1, 1, 8, 8), Augmentation.NONE, 12, seed);
    StringBuilder order = new StringBuilder();
    for (int label : batches.batch(epoch).labels()) {
      order.append(label).append(' ');
    }
    assertEquals(expected, order.toString().trim());
  }

  /** From the same program: how far the window moves down and right, and whether it is mirrored. */
  @ParameterizedTest
  @CsvSource({
    "42, 0, 0, 4, -4, false",
    "42, 0, 1, -4, 4, true",
    "42, 1, 0, -2, -4, true",
    "-1, 7, 11, 3, -1, true"
  })
  void augmentsAsDocumented(
      long seed, int epoch, int image, int down, int right, boolean mirrored) {
    ImageDataset data = TinyData.random(12, 1, 3, 9, 11);
    Batch batch = new TrainingBatches(data, Augmentation.STANDARD, 12, seed).batch(epoch);
    int position = 0;
    while (batch.labels()[position] != image) {
      position++;
    }
    float[] expected = naive(data, image, down, right, mirrored);
    assertArrayEquals(expected, image(batch, position, expected.length));
  }

  @Test
  void everyAugmentedImageIsOneOfTheCropsAndFlips() {
    ImageDataset data = TinyData.random(4, 1, 2, 10, 8);
    TrainingBatches batches = new TrainingBatches(data, Augmentation.STANDARD, 4, 5);
    Set<List<Object>> seen = new HashSet<>();
    for (int step = 0; step < 500; step++) {
      Batch batch = batches.batch(step);
      for (int i = 0; i < 4; i++) {
        seen.add(crop(data, batch.labels()[i], image(batch, i, 2 * 10 * 8)));
      }
    }
    // 2,000 draws of 9 x 9 x 2 equally likely ones: each is missed with probability 4e-6.
    assertEquals(9 * 9 * 2, seen.size());
  }

  private static List<Object> crop(ImageDataset data, int image, float[] found) {
    for (int down = -4; down <= 4; down++) {
      for (int right = -4; right <= 4; right++) {
        for (boolean mirrored : new boolean[] {false, true}) {
          if (Arrays.equals(naive(data, image, down, right, mirrored), found)) {
            return List.of(down, right, mirrored);
          }
        }
      }
    }
    throw new AssertionError("no crop of image " + image);
  }

  /** Pads, crops and flips one pixel at a time, as the words say. */
  private static float[] naive(
      ImageDataset data, int image, int down, int right, boolean mirrored) {
    int height = data.height();
    int width = data.width();
    byte[] pixels = TinyData.read(data.training(), image, data.channels() * height * width);
    float[] result = new float[pixels.length];
    for (int c = 0; c < data.channels(); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int sourceY = y + down;
          int sourceX = (mirrored ? width - 1 - x : x) + right;
          boolean inside = sourceY >= 0 && sourceY < height && sourceX >= 0 && sourceX < width;
          int pixel = inside ? pixels[(c * height + sourceY) * width + sourceX] & 0xff : 0;
          result[(c * height + y) * width + x] =
              (float)
                  ((pixel / 255.0 - data.normalization().mean().get(c))
                      / data.normalization().std().get(c));
        }
      }
    }
    return result;
  }

  private static float[] image(Batch batch, int position, int length) {
    return Arrays.copyOfRange(batch.images(), position * length, (position + 1) * length);
  }

  @Test
  void padsBeforeNormalisation() {
    ImageDataset plain = TinyData.random(1, 1, 1, 8, 8);
    ImageDataset data =
        new ImageDataset(
            "tiny",
            1,
            8,
            8,
            List.of("a"),
            new MemoryImages(new byte[1][64], new int[1]),
            plain.test(),
            new Normalization(List.of(0.5), List.of(0.25)));
    for (float input : new TrainingBatches(data, Augmentation.STANDARD, 1, 0).batch(0).images()) {
      assertEquals(-2, input); // (0 - 0.5) / 0.25, inside the image and outside
    }
  }

  @Test
  void dropsTheLastPartialBatch() {
    ImageDataset data = TinyData.random(10, 1, 1, 8, 8);
    assertEquals(3, new TrainingBatches(data, Augmentation.NONE, 3, 0).stepsPerEpoch());
    assertEquals(5, new TrainingBatches(data, Augmentation.NONE, 2, 0).stepsPerEpoch());
    assertEquals(1, new TrainingBatches(data, Augmentation.NONE, 10, 0).stepsPerEpoch());
  }

  @Test
  void refusesWhatCannotBe() {
    ImageDataset data = TinyData.random(10, 1, 1, 8, 8);
    assertRefused(() -> new TrainingBatches(data, Augmentation.NONE, 11, 0), "batch", "10", "11");
    assertRefused(() -> new TrainingBatches(data, Augmentation.NONE, 0, 0), "batch", "got 0");
    assertRefused(() -> new TrainingBatches(data, Augmentation.NONE, 3, 0).batch(-1), "step", "-1");
    assertRefused(
        () -> new TrainingBatches(data, Augmentation.STANDARD, OptionalInt.of(0), 3, 0),
        "views",
        "got 0");
  }
}
