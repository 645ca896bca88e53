package org.freezeout.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Progress as plain lines: one for every tenth of the steps, and in long trainings one a minute,
 * after a few that come sooner.
 */
final class ProgressLines extends Progress {

  private static final long FIRST_SILENCE = Duration.ofSeconds(5).toNanos();
  private static final long LONGEST_SILENCE = Duration.ofMinutes(1).toNanos();

  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final long start;
  private long lastTime;
  private int nextTenth;
  private int firstStep;

  /**
   * Starts its clock.
   *
   * @param out receives the lines
   * @param nanoTime the clock, in nanoseconds
   */
  ProgressLines(PrintStream out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
    lastTime = start;
  }

  @Override
  void line(String text) {
    out.println(text);
  }

  @Override
  public void onResume(int step, int steps) {
    super.onResume(step, steps);
    firstStep = step;
  }

  @Override
  public void onStep(int step, int steps) {
    long now = nanoTime.getAsLong();
    boolean tenth = 10L * step >= (long) nextTenth * steps;
    if (!tenth && now - lastTime < silence()) {
      return;
    }
    line(
        "step "
            + step
            + " of "
            + steps
            + timeLeft(step - firstStep, steps - firstStep, now - start));
    lastTime = now;
    nextTenth = (int) (10L * step / steps) + 1;
  }

  /** As long as all before the last line, so that each wait for a first estimate is worth it. */
  private long silence() {
    return Math.min(LONGEST_SILENCE, Math.max(FIRST_SILENCE, lastTime - start));
  }

  private static String timeLeft(int step, int steps, long elapsed) {
    if (step == 0 || step == steps) {
      return "";
    }
    long seconds = Math.max(1, Math.round((double) elapsed / step * (steps - step) / 1e9));
    return ", about "
        + (seconds < 100 ? seconds + " s" : Math.round(seconds / 60.0) + " min")
        + " left";
  }
}
