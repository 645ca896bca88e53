package org.freezeout.experiment;

/**
 * What training left behind in frozen layer groups. Nothing should be there.
 *
 * @param gradients how many parameters of them a step computed a gradient for
 * @param velocities how many parameters of them still have a momentum that could move them
 */
public record FrozenTraces(int gradients, int velocities) {

  /** Nothing is there. */
  public static final FrozenTraces NONE = new FrozenTraces(0, 0);

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public FrozenTraces {
    Numbers.atLeast("gradients", 0, gradients);
    Numbers.atLeast("velocities", 0, velocities);
  }
}
