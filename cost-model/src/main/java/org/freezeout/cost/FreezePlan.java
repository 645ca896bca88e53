package org.freezeout.cost;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.TrainingLength;

/**
 * For which part of training each layer group trains: all that a cost model needs to know of a
 * schedule.
 *
 * @param policy the schedule that it comes from
 * @param trainedShares for each group the share of all steps in which it trains, in [0, 1],
 *     non-decreasing
 */
public record FreezePlan(SchedulePolicy policy, List<Double> trainedShares) {

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if there is none, one lies outside [0, 1] or below the one
   *     before
   */
  public FreezePlan {
    Objects.requireNonNull(policy, "policy");
    trainedShares = List.copyOf(trainedShares);
    if (trainedShares.isEmpty()) {
      throw new IllegalArgumentException("a plan must have at least one layer group");
    }
    double before = 0;
    for (double share : trainedShares) {
      if (!(share >= before && share <= 1)) {
        throw new IllegalArgumentException(
            "trained shares must be non-decreasing within [0, 1], got " + trainedShares);
      }
      before = share;
    }
  }

  /** The ideal plan, in which group i trains for exactly t_i of training. */
  public static FreezePlan continuous(SchedulePolicy policy, int groups) {
    LayerwiseSchedule schedule = policy.forLayers(groups);
    return new FreezePlan(
        policy, IntStream.range(0, groups).mapToObj(schedule::freezeTime).toList());
  }

  /** The plan of a run with whole steps, in which group i trains until its freeze step. */
  public static FreezePlan discrete(SchedulePolicy policy, int groups, TrainingLength length) {
    LayerwiseSchedule schedule = policy.forLayers(groups);
    return new FreezePlan(
        policy,
        IntStream.range(0, groups)
            .mapToObj(i -> (double) schedule.freezeStep(i, length) / length.steps())
            .toList());
  }

  /** How many layer groups it is for. */
  public int groups() {
    return trainedShares.size();
  }

  /**
   * Checks that it is for a network of so many layer groups.
   *
   * @throws IllegalArgumentException if it is for another number
   */
  void checkGroups(int groups) {
    if (groups() != groups) {
      throw new IllegalArgumentException(
          "the plan must be for " + groups + " layer groups, got " + groups());
    }
  }

  /** The share of all steps in which a group trains. */
  public double trainedShare(int group) {
    return trainedShares.get(group);
  }
}
