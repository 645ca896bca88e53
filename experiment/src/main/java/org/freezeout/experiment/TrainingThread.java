package org.freezeout.experiment;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does work on a thread of its own while the caller waits. Nobody interrupts that thread: an
 * interruption would close the file that is being written or read. It ends with the work, and with
 * it the threads that the engines' OpenMP libraries keep for each thread that computes.
 */
final class TrainingThread {

  private static final String NAME = "freezeout-training";

  /** Work that uses files. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  private TrainingThread() {}

  /**
   * Runs to the end of the work, and throws what it throws.
   *
   * @param onInterruption called when the caller is interrupted, which it then still is afterwards
   */
  static <T> T run(Work<T> work, Runnable onInterruption) throws IOException {
    var result = new AtomicReference<T>();
    var failure = new AtomicReference<Throwable>();
    var thread =
        new Thread(
            () -> {
              try {
                result.set(work.run());
              } catch (Throwable e) {
                failure.set(e);
              }
            },
            NAME);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        onInterruption.run();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure.get() instanceof IOException e) {
      throw e;
    }
    if (failure.get() instanceof Error e) {
      throw e;
    }
    if (failure.get() != null) {
      throw (RuntimeException) failure.get();
    }
    return result.get();
  }
}
