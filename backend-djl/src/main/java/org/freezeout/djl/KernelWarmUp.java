package org.freezeout.djl;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.freezeout.djl.cuda.FirstUse;
import org.freezeout.experiment.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first use of a GPU by a program. The driver compiles every kernel that MXNet's library has no
 * machine code of, minutes the first time and seconds from its cache later; cuDNN tries its
 * algorithms. All of that happens here, on a network that is thrown away, and in no timed step.
 */
final class KernelWarmUp {

  static final String COMPILING = "compiling GPU kernels (once for this GPU and driver)";
  static final String LOADING = "loading GPU kernels";

  private static final Logger LOGGER = LoggerFactory.getLogger(KernelWarmUp.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final FirstUse uses;
  private final Duration patience;

  /** Says nothing for three seconds. */
  KernelWarmUp() {
    this(FirstUse.standard(), PATIENCE);
  }

  KernelWarmUp(FirstUse uses, Duration patience) {
    this.uses = uses;
    this.patience = patience;
  }

  /**
   * Runs what uses the kernels.
   *
   * @param hardware the GPU and the driver, in words
   * @param listener told every ten seconds if it takes longer than three
   * @param work runs each kernel once, and waits for it
   */
  void run(String hardware, TrainingListener listener, Runnable work) {
    String what = uses.seconds(hardware).isPresent() ? LOADING : COMPILING;
    long start = System.nanoTime();
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "gpu-start");
              thread.setDaemon(true);
              return thread;
            });
    try {
      clock.scheduleAtFixedRate(
          () -> listener.onPreparation(what, since(start)),
          patience.toMillis(),
          INTERVAL.toMillis(),
          TimeUnit.MILLISECONDS);
      work.run();
    } finally {
      clock.shutdownNow();
    }
    LOGGER.info("{} took {}", what, since(start));
    try {
      uses.record(hardware, since(start).toMillis() / 1e3);
    } catch (IOException e) {
      LOGGER.info("how long the first use of the GPU took was not written down", e);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
