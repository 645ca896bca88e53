package org.freezeout.cost;

/**
 * What a schedule gives and what it takes: points of which some are better than others in every
 * respect.
 *
 * @param saving predicted, a fraction
 * @param lost training that layers lose
 */
public record TradeOff(double saving, LostTraining lost) {

  /** Savings that differ by less are the same: a whole number of steps rarely hits one exactly. */
  public static final double SAME_SAVING = 1e-3;

  /**
   * Whether it saves no less, loses no more training and starts no faster than another one, and is
   * better in one of these. The points that none dominates are the Pareto front.
   */
  public boolean dominates(TradeOff other) {
    if (lost.mean() > other.lost.mean() || lost.rateFactor() > other.lost.rateFactor()) {
      return false;
    }
    return saving > other.saving + SAME_SAVING
        || saving >= other.saving - SAME_SAVING
            && (lost.mean() < other.lost.mean() || lost.rateFactor() < other.lost.rateFactor());
  }
}
