package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchPrefetcherTest {

  private static final int IMAGES = 100;

  private final ImageDataset data = TinyData.random(IMAGES, 1, 3, 8, 8);
  private final TrainingBatches batches = batches(data);

  private static TrainingBatches batches(ImageDataset data) {
    return new TrainingBatches(data, Augmentation.STANDARD, 20, 7);
  }

  @AfterEach
  void noThreadIsLeft() {
    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("freezeout-batches"))
            .toList();
    assertEquals(List.of(), left);
  }

  private void assertTakes(BatchPrefetcher prefetcher, int step) {
    TimedBatch taken = prefetcher.take(step);
    Batch expected = batches.batch(step);
    assertArrayEquals(expected.labels(), taken.batch().labels(), "step " + step);
    assertArrayEquals(expected.images(), taken.batch().images(), "step " + step);
    assertArrayEquals(expected.indices(), taken.batch().indices(), "step " + step);
    assertEquals(expected.view(), taken.batch().view(), "step " + step);
    assertTrue(taken.waitSeconds() >= 0 && taken.preparationSeconds() > 0, taken.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void givesEveryStepItsBatch(int threads) {
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 3, threads)) {
      for (int step = 3; step < 60; step++) {
        assertTakes(prefetcher, step);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void startsAnewFromAnyStep(int threads) {
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 0, threads)) {
      for (int step : new int[] {0, 1, 1, 2, 50, 51, 52, 53, 4, 3, 2, 3, 4, 5, 6, 7, 0}) {
        assertTakes(prefetcher, step);
      }
    }
  }

  @Test
  void leavesHalfOfTheProcessorsToTraining() {
    assertEquals(1, BatchPrefetcher.threads(1));
    assertEquals(1, BatchPrefetcher.threads(3));
    assertEquals(4, BatchPrefetcher.threads(8));
    assertEquals(8, BatchPrefetcher.threads(64));
  }

  @Test
  void usesItsArraysAgain() {
    Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 0)) {
      for (int step = 0; step < 50; step++) {
        arrays.add(prefetcher.take(step).batch().images());
      }
    }
    assertEquals(4, arrays.size());
  }

  @Test
  void leavesABatchAloneUntilTheNextIsTaken() {
    TimedBatch taken;
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 0, 2)) {
      taken = prefetcher.take(0);
    } // closing waits for the threads, so whatever they prepare ahead has been written
    assertArrayEquals(batches.batch(0).images(), taken.batch().images());
  }

  @Test
  void aFailureSurfacesAndALaterAttemptMaySucceed() {
    IllegalArgumentException broken = new IllegalArgumentException("DIR/a.png is truncated");
    AtomicReference<RuntimeException> failure = new AtomicReference<>(broken);
    int image = batches.batch(6).labels()[11];
    TrainingBatches failing =
        batches(
            observed(
                read -> {
                  if (read == image && failure.get() != null) {
                    throw failure.get();
                  }
                }));
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(failing, 6, 2)) {
      assertSame(broken, assertThrows(IllegalArgumentException.class, () -> prefetcher.take(6)));
      assertSame(broken, assertThrows(IllegalArgumentException.class, () -> prefetcher.take(6)));
      failure.set(null);
      assertTakes(prefetcher, 6);
      assertTakes(prefetcher, 7);
    }
  }

  @Test
  void anErrorSurfaces() {
    StackOverflowError error = new StackOverflowError();
    TrainingBatches failing =
        batches(
            observed(
                read -> {
                  throw error;
                }));
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(failing, 0)) {
      assertSame(error, assertThrows(StackOverflowError.class, () -> prefetcher.take(0)));
    }
  }

  @Test
  void closingEndsAWaitAndIsDoneOnce() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    TrainingBatches blocked =
        batches(
            observed(
                read -> {
                  reading.countDown();
                  await(goOn);
                }));
    BatchPrefetcher prefetcher = new BatchPrefetcher(blocked, 0, 1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread taker =
        new Thread(
            () -> thrown.set(assertThrows(RuntimeException.class, () -> prefetcher.take(0))));
    taker.start();
    reading.await();
    Thread closer = new Thread(prefetcher::close);
    closer.start();
    taker.join();
    assertEquals(IllegalStateException.class, thrown.get().getClass());
    goOn.countDown();
    closer.join();
    prefetcher.close();
    assertThrows(IllegalStateException.class, () -> prefetcher.take(0));
  }

  @Test
  void anInterruptedCallerCanGoOn() {
    CountDownLatch goOn = new CountDownLatch(1);
    TrainingBatches blocked = batches(observed(read -> await(goOn)));
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(blocked, 0, 2)) {
      Thread.currentThread().interrupt();
      assertThrows(IllegalStateException.class, () -> prefetcher.take(0));
      assertTrue(Thread.interrupted());
      goOn.countDown();
      assertTakes(prefetcher, 0);
      assertTakes(prefetcher, 1);
    }
  }

  @Test
  void refusesNegativeSteps() {
    assertRefused(() -> new BatchPrefetcher(batches, -1), "step", "-1");
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 0)) {
      assertRefused(() -> prefetcher.take(-2), "step", "-2");
      assertTakes(prefetcher, 0);
    }
  }

  /** The same data, with something done before each image is read. */
  private ImageDataset observed(IntConsumer before) {
    ImageSet training = data.training();
    ImageSet observed =
        new ImageSet() {
          @Override
          public int size() {
            return training.size();
          }

          @Override
          public int label(int image) {
            return training.label(image);
          }

          @Override
          public void read(int image, byte[] pixels) {
            before.accept(image);
            training.read(image, pixels);
          }
        };
    return TinyData.of(observed, data.test(), 3, 8, 8);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
