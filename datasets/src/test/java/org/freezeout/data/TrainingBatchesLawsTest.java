package org.freezeout.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TrainingBatchesLawsTest {

  private static final int SIDE = 8;

  private static TrainingBatches batches(
      int images, Augmentation augmentation, int batchSize, long seed) {
    return new TrainingBatches(
        TinyData.random(images, 1, 1, SIDE, SIDE), augmentation, batchSize, seed);
  }

  /** Whatever was asked for before: that is what makes a resumed run exact. */
  @Property(tries = 100)
  void aBatchDependsOnSeedAndStepAlone(
      @ForAll @IntRange(min = 1, max = 40) int images,
      @ForAll @IntRange(min = 1, max = 12) int batch,
      @ForAll long seed,
      @ForAll Augmentation augmentation) {
    int batchSize = Math.min(batch, images);
    TrainingBatches one = batches(images, augmentation, batchSize, seed);
    List<Integer> steps =
        new ArrayList<>(IntStream.range(0, 3 * one.stepsPerEpoch()).boxed().toList());
    Map<Integer, Batch> inOrder = new HashMap<>();
    steps.forEach(step -> inOrder.put(step, one.batch(step)));
    Collections.shuffle(steps, new Random(seed));
    for (int step : steps) {
      Batch again = batches(images, augmentation, batchSize, seed).batch(step);
      assertArrayEquals(inOrder.get(step).labels(), again.labels());
      assertArrayEquals(inOrder.get(step).images(), again.images());
      assertArrayEquals(again.images(), one.batch(step).images());
    }
  }

  @Property
  void anEpochVisitsEveryImageAtMostOnce(
      @ForAll @IntRange(min = 1, max = 200) int images,
      @ForAll @IntRange(min = 1, max = 30) int batch,
      @ForAll @IntRange(max = 5) int epoch,
      @ForAll long seed) {
    int batchSize = Math.min(batch, images);
    TrainingBatches batches = batches(images, Augmentation.NONE, batchSize, seed);
    Set<Integer> seen = new HashSet<>();
    int steps = batches.stepsPerEpoch();
    for (int step = epoch * steps; step < (epoch + 1) * steps; step++) {
      for (int label : batches.batch(step).labels()) {
        assertTrue(label >= 0 && label < images);
        assertTrue(seen.add(label), "image " + label + " came twice");
      }
    }
    assertEquals(images - images % batchSize, seen.size());
  }

  @Property
  void epochsAndSeedsDiffer(@ForAll long seed, @ForAll @IntRange(max = 1000) int epoch) {
    // Two of 50! orders agree by chance with probability 3e-65.
    int[] order = batches(50, Augmentation.NONE, 50, seed).batch(epoch).labels();
    int[] next = batches(50, Augmentation.NONE, 50, seed).batch(epoch + 1).labels();
    int[] other = batches(50, Augmentation.NONE, 50, seed + 1).batch(epoch).labels();
    assertFalse(Arrays.equals(order, next));
    assertFalse(Arrays.equals(order, other));
  }

  @Property(tries = 100)
  void anImageIsAugmentedAlikeWhateverTheBatchSize(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int batchSize) {
    Map<Integer, float[]> one = epoch(batches(10, Augmentation.STANDARD, batchSize, seed));
    Map<Integer, float[]> all = epoch(batches(10, Augmentation.STANDARD, 10, seed));
    one.forEach((image, values) -> assertArrayEquals(all.get(image), values));
  }

  /** What a cache of anything that is computed from an image relies on. */
  @Property(tries = 100)
  void indexAndViewTellAllThatIsInAnImage(
      @ForAll long seed,
      @ForAll Augmentation augmentation,
      @ForAll @IntRange(min = 1, max = 4) int views,
      @ForAll @IntRange(min = 1, max = 10) int batchSize) {
    TrainingBatches batches =
        new TrainingBatches(
            TinyData.random(10, 1, 1, SIDE, SIDE),
            augmentation,
            OptionalInt.of(views),
            batchSize,
            seed);
    Map<List<Integer>, float[]> seen = new HashMap<>();
    for (int step = 0; step < 6 * batches.stepsPerEpoch(); step++) {
      Batch batch = batches.batch(step);
      int epoch = step / batches.stepsPerEpoch();
      assertEquals(augmentation == Augmentation.NONE ? 0 : epoch % views, batch.view());
      for (int i = 0; i < batch.size(); i++) {
        assertEquals(batch.labels()[i], batch.indices()[i]); // TinyData labels images so
        List<Integer> key = List.of(batch.indices()[i], batch.view());
        float[] values = Arrays.copyOfRange(batch.images(), i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
        assertArrayEquals(seen.computeIfAbsent(key, k -> values), values);
      }
    }
  }

  /** So the first K epochs with K views are those without, and the next repeat them. */
  @Property(tries = 100)
  void viewsAreTheFirstEpochsOverAndOver(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int views) {
    ImageDataset data = TinyData.random(6, 1, 1, SIDE, SIDE);
    TrainingBatches anew = new TrainingBatches(data, Augmentation.STANDARD, 6, seed);
    TrainingBatches fixed =
        new TrainingBatches(data, Augmentation.STANDARD, OptionalInt.of(views), 6, seed);
    for (int epoch = 0; epoch < 3 * views; epoch++) {
      Map<Integer, float[]> first = images(anew.batch(epoch % views));
      images(fixed.batch(epoch))
          .forEach((image, values) -> assertArrayEquals(first.get(image), values));
      assertArrayEquals(
          anew.batch(epoch).labels(), fixed.batch(epoch).labels(), "the order is its own");
    }
  }

  private static Map<Integer, float[]> images(Batch batch) {
    int length = SIDE * SIDE;
    Map<Integer, float[]> images = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      images.put(
          batch.labels()[i], Arrays.copyOfRange(batch.images(), i * length, (i + 1) * length));
    }
    return images;
  }

  private static Map<Integer, float[]> epoch(TrainingBatches batches) {
    Map<Integer, float[]> images = new HashMap<>();
    for (int step = 0; step < batches.stepsPerEpoch(); step++) {
      images.putAll(images(batches.batch(step)));
    }
    return images;
  }
}
