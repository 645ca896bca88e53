package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.freezeout.djl.cuda.FirstUse;
import org.freezeout.experiment.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelWarmUpTest {

  private static final String GPU = "Some GPU, driver 550";

  @TempDir private Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch toldOnce = new CountDownLatch(1);
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void onPreparation(String what, Duration elapsed) {
          told.add(what);
          toldOnce.countDown();
        }
      };

  @Test
  void tellsOfTheFirstUseOfAGpuAndWritesItDown() throws Exception {
    FirstUse uses = FirstUse.in(folder.resolve("uses"));
    var warmUp = new KernelWarmUp(uses, Duration.ofMillis(1));
    warmUp.run(GPU, listener, this::untilItIsTold);
    assertEquals(KernelWarmUp.COMPILING, told.get(0));
    assertTrue(uses.seconds(GPU).isPresent());
  }

  @Test
  void tellsOfLaterUsesInOtherWords() throws Exception {
    FirstUse uses = FirstUse.in(folder.resolve("uses"));
    uses.record(GPU, 92);
    new KernelWarmUp(uses, Duration.ofMillis(1)).run(GPU, listener, this::untilItIsTold);
    assertEquals(KernelWarmUp.LOADING, told.get(0));
    assertEquals(92, uses.seconds(GPU).orElseThrow(), "what compiled took longer");
  }

  @Test
  void writesNothingDownOfWhatFailed() {
    var warmUp = new KernelWarmUp(FirstUse.in(folder.resolve("uses")), Duration.ofDays(1));
    assertThrows(
        IllegalStateException.class,
        () ->
            warmUp.run(
                GPU,
                listener,
                () -> {
                  throw new IllegalStateException("out of memory");
                }));
    assertTrue(told.isEmpty());
    assertEquals(false, Files.exists(folder.resolve("uses")));
  }

  private void untilItIsTold() {
    try {
      toldOnce.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
