package org.freezeout.schedule;

/**
 * How long a run trains, and the conversion between steps and progress: a run of T steps trains
 * step s = 0 … T - 1 at progress t = s / T.
 *
 * @param epochs passes over the data, at least 1
 * @param stepsPerEpoch steps of each pass, at least 1; at most 2<sup>31</sup> - 1 steps in all
 */
public record TrainingLength(int epochs, int stepsPerEpoch) {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is below 1 or there are too many steps
   */
  public TrainingLength {
    Checks.atLeast("epochs", 1, epochs);
    Checks.atLeast("stepsPerEpoch", 1, stepsPerEpoch);
    if ((long) epochs * stepsPerEpoch > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "epochs * stepsPerEpoch must be at most "
              + Integer.MAX_VALUE
              + ", got "
              + (long) epochs * stepsPerEpoch);
    }
  }

  /** The number T of steps. */
  public int steps() {
    return epochs * stepsPerEpoch;
  }

  /**
   * Progress at the start of a step.
   *
   * @param step from 0; steps beyond the end have a progress above 1, where every layer is frozen
   * @return s / T
   * @throws IllegalArgumentException if {@code step} is negative
   */
  public double progress(int step) {
    return (double) Checks.atLeast("step", 0, step) / steps();
  }

  /** The epoch that a step belongs to, from 0. */
  public int epoch(int step) {
    return Checks.atLeast("step", 0, step) / stepsPerEpoch;
  }
}
