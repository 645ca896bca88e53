package org.freezeout.cli;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets training end between two steps when the process is asked to end (Ctrl-C, SIGTERM): the JVM
 * waits a while until the files are written and the engine is closed. The exit code stays that of
 * the signal. If the step takes longer, the process kills itself.
 */
final class StopSignal implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 4;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "freezeout-stop");
  private volatile boolean requested;

  private StopSignal() {}

  /** Listens until it is closed. */
  static StopSignal listen() {
    var signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Whether to stop. */
  boolean requested() {
    return requested;
  }

  private void stop() {
    // On a terminal the progress bar fills the line.
    String newLine = Boolean.getBoolean("freezeout.terminal") ? "\n" : "";
    System.err.println(newLine + "freezeout: stopping after this step");
    requested = true;
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "freezeout: the step is not done within "
                + PATIENCE_SECONDS
                + " s, ending in its middle; 'freezeout resume' goes on from the last checkpoint");
        killItself();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** When a JVM ends in the middle of a step, native engines crash; so does none that is killed. */
  private static void killItself() throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-KILL", String.valueOf(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      // Without such a command the JVM ends as it can.
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is ending already, and the hook waits no longer.
      }
    }
  }
}
