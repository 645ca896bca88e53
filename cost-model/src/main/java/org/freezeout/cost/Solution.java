package org.freezeout.cost;

/** The answer of {@link Solver}. */
public sealed interface Solution {

  /**
   * The schedule that saves as much as wanted.
   *
   * @param t0 the largest t_0 that does, in (0, 1]
   * @param saving the predicted saving with it
   */
  record Found(double t0, double saving) implements Solution {}

  /**
   * No schedule of the strategy saves so much.
   *
   * @param maxSaving the most that any of them saves
   */
  record Impossible(double maxSaving) implements Solution {}
}
