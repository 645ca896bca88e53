package org.freezeout.cost;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.TrainingLength;

/**
 * For which part of training each layer group trains, and for which it runs forward: all that a
 * cost model needs to know of a schedule.
 *
 * @param policy the schedule that it comes from
 * @param trainedShares for each group the share of all steps in which it trains, in [0, 1],
 *     non-decreasing
 * @param forwardShares for each group the share of all passes of an image in which it runs forward,
 *     in [0, 1], non-decreasing; 1 for all groups without a cache
 */
public record FreezePlan(
    SchedulePolicy policy, List<Double> trainedShares, List<Double> forwardShares) {

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if there is none, one lies outside [0, 1] or below the one
   *     before, or their numbers differ
   */
  public FreezePlan {
    Objects.requireNonNull(policy, "policy");
    trainedShares = checked("trained", trainedShares);
    forwardShares = checked("forward", forwardShares);
    if (forwardShares.size() != trainedShares.size()) {
      throw new IllegalArgumentException(
          "there must be a forward share for each of "
              + trainedShares.size()
              + " layer groups, got "
              + forwardShares.size());
    }
  }

  /** A plan in which every group always runs forward. */
  public FreezePlan(SchedulePolicy policy, List<Double> trainedShares) {
    this(policy, trainedShares, Collections.nCopies(trainedShares.size(), 1.0));
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

  /** The plan of {@link #discrete} where the outputs of the frozen prefix are cached. */
  public static FreezePlan cached(
      SchedulePolicy policy, int groups, TrainingLength length, PrefixCaching caching) {
    LayerwiseSchedule schedule = policy.forLayers(groups);
    return discrete(policy, groups, length)
        .withForwardShares(group -> caching.forwardShare(schedule, length, group));
  }

  /**
   * The plan of {@link #continuous} where the outputs of the frozen prefix are cached.
   *
   * @param epochs how often training shows each image, at least 1
   */
  public static FreezePlan cached(
      SchedulePolicy policy, int groups, int epochs, PrefixCaching caching) {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
    }
    LayerwiseSchedule schedule = policy.forLayers(groups);
    return continuous(policy, groups)
        .withForwardShares(group -> caching.idealForwardShare(schedule, epochs, group));
  }

  /** Whether a cache spares forward passes. */
  public boolean cached() {
    return forwardShares.get(0) < 1;
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

  /** The share of all passes of an image in which a group runs forward. */
  public double forwardShare(int group) {
    return forwardShares.get(group);
  }

  private FreezePlan withForwardShares(IntToDoubleFunction ofGroup) {
    return new FreezePlan(
        policy, trainedShares, IntStream.range(0, groups()).mapToDouble(ofGroup).boxed().toList());
  }

  private static List<Double> checked(String name, List<Double> shares) {
    if (shares.isEmpty()) {
      throw new IllegalArgumentException("a plan must have at least one layer group");
    }
    double before = 0;
    for (double share : shares) {
      if (!(share >= before && share <= 1)) {
        throw new IllegalArgumentException(
            name + " shares must be non-decreasing within [0, 1], got " + shares);
      }
      before = share;
    }
    return List.copyOf(shares);
  }
}
