package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestBatchesTest {

  @Test
  void visitsEveryImageOnceInOrder() {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Batch batch : new TestBatches(TinyData.random(1, 11, 3, 8, 9), 4)) {
      assertEquals(batch.size(), batch.labels().length);
      assertEquals(batch.size() * 3 * 8 * 9, batch.images().length);
      sizes.add(batch.size());
      IntStream.of(batch.labels()).forEach(labels::add);
      assertArrayEquals(batch.labels(), batch.indices()); // TinyData labels images so
    }
    assertEquals(List.of(4, 4, 3), sizes);
    assertEquals(IntStream.range(0, 11).boxed().toList(), labels);
  }

  @Test
  void visitsTheFirstImagesAlone() {
    List<Integer> sizes = new ArrayList<>();
    for (Batch batch : new TestBatches(TinyData.random(1, 11, 3, 8, 9), 4, 6)) {
      sizes.add(batch.size());
    }
    assertEquals(List.of(4, 2), sizes);
    assertEquals(2, new TestBatches(TinyData.random(1, 5, 1, 8, 8), 4, 100).size());
    assertEquals(0, new TestBatches(TinyData.random(1, 5, 1, 8, 8), 4, 0).size());
  }

  @Test
  void normalisesEachChannel() {
    byte[] image = new byte[2 * 64];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (i * 5);
    }
    MemoryImages images = new MemoryImages(new byte[][] {image}, new int[] {3});
    ImageDataset data =
        new ImageDataset(
            "tiny",
            2,
            8,
            8,
            List.of("a"),
            images,
            images,
            new Normalization(List.of(0.25, 0.5), List.of(0.5, 0.125)));
    Batch batch = new TestBatches(data, 100).batch(0);
    float[] expected = new float[128];
    for (int i = 0; i < 128; i++) {
      double value = (i * 5) % 256 / 255.0;
      expected[i] = (float) (i < 64 ? (value - 0.25) / 0.5 : (value - 0.5) / 0.125);
    }
    assertArrayEquals(expected, batch.images());
    assertArrayEquals(new int[] {3}, batch.labels());
  }

  @Test
  void countsBatches() {
    assertEquals(3, new TestBatches(TinyData.random(1, 12, 1, 8, 8), 4).size());
    assertEquals(0, new TestBatches(TinyData.random(1, 0, 1, 8, 8), 4).size());
    assertEquals(1, new TestBatches(TinyData.random(1, 1, 1, 8, 8), Integer.MAX_VALUE).size());
    assertRefused(() -> new TestBatches(TinyData.random(1, 1, 1, 8, 8), 0), "batch", "got 0");
  }
}
