package org.freezeout.cost;

/**
 * How long a run is predicted to take, and how long without freezing. Savings are fractions, times
 * seconds.
 *
 * @param trainingSaving of the training steps' time, with its 90 % interval
 * @param totalSaving of the total time, with its 90 % interval
 * @param baseline the run in which nothing freezes
 * @param scheduled the run
 * @param besideShare share of the baseline's total time that is not training steps
 * @param untouchedShare Amdahl's share: what would be left of the baseline's total time if as many
 *     groups as help were frozen from the first step on; no schedule saves more than the rest
 */
public record RunForecast(
    SavingInterval trainingSaving,
    SavingInterval totalSaving,
    Seconds baseline,
    Seconds scheduled,
    double besideShare,
    double untouchedShare) {

  /**
   * The time of a run, and what it is made of.
   *
   * @param total all of it
   * @param low lower end of its 90 % interval, at least 0
   * @param high upper end
   * @param training its training steps
   * @param waiting for batches
   * @param evaluation on the test images after every epoch
   * @param start of the engine
   */
  public record Seconds(
      double total,
      double low,
      double high,
      double training,
      double waiting,
      double evaluation,
      double start) {}
}
