package org.freezeout.experiment;

/**
 * How long something took.
 *
 * @param wallSeconds on the clock
 * @param cpuSeconds of processor time, all threads of the process together
 */
public record Elapsed(double wallSeconds, double cpuSeconds) {

  /** No time at all. */
  public static final Elapsed ZERO = new Elapsed(0, 0);
}
