package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;

/**
 * The costs of all layer groups of a network, and what follows from them by the rules of automatic
 * differentiation: forward always (unless a cache spares it), weight gradients until the group's
 * own freeze time, input gradients only while something upstream of them still trains.
 *
 * @param groups from the input to the output, at least one
 */
public record GroupCosts(List<GroupCost> groups) {

  /**
   * Checks that there are groups.
   *
   * @throws IllegalArgumentException if there is none
   */
  public GroupCosts {
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one layer group");
    }
  }

  /** Costs in multiply-accumulates: each gradient counts as much as the forward pass. */
  public static GroupCosts ofMacs(NetworkCost network) {
    double[] forward = new double[network.groups()];
    double[] weights = new double[network.groups()];
    double[] inner = new double[network.groups()];
    double[] border = new double[network.groups()];
    for (OperationCost operation : network.operations()) {
      int group = operation.group();
      forward[group] += operation.macs();
      weights[group] += operation.learns() ? operation.macs() : 0;
      for (int learner : operation.learners()) {
        if (learner == OperationCost.NOTHING) {
          continue;
        }
        if (learner < group && learner == network.learns().subList(0, group).lastIndexOf(true)) {
          border[group] += operation.macs();
        } else {
          // Its own group, or one before that alone needs it: then it is that one's cost.
          inner[learner] += operation.macs();
        }
      }
    }
    List<GroupCost> groups = new ArrayList<>();
    for (int i = 0; i < forward.length; i++) {
      groups.add(
          new GroupCost(forward[i], weights[i], inner[i], border[i], network.learns().get(i)));
    }
    return new GroupCosts(groups);
  }

  /**
   * The cost of one step.
   *
   * @param frozenPrefix how many groups are frozen, in [0, n]
   * @throws IllegalArgumentException if it is outside
   */
  public double stepCost(int frozenPrefix) {
    if (frozenPrefix < 0 || frozenPrefix > groups.size()) {
      throw new IllegalArgumentException(
          "frozen prefix must lie in [0, " + groups.size() + "], got " + frozenPrefix);
    }
    double cost = 0;
    boolean upstreamTrains = false;
    for (int i = 0; i < groups.size(); i++) {
      GroupCost group = groups.get(i);
      cost += group.forward();
      if (i >= frozenPrefix) {
        cost += group.weightGradient() + group.innerGradient();
        cost += upstreamTrains ? group.borderGradient() : 0;
        upstreamTrains |= group.learns();
      }
    }
    return cost;
  }

  /**
   * The expected cost of one step where the outputs of the frozen prefix are cached.
   *
   * @param schedule for as many groups
   * @param length of the run
   * @param step from 0
   * @param caching what is cached
   */
  public double stepCost(
      LayerwiseSchedule schedule, TrainingLength length, int step, PrefixCaching caching) {
    int frozenPrefix = schedule.frozenPrefix(length.progress(step));
    double cost = stepCost(frozenPrefix);
    for (int i = 0; i < frozenPrefix; i++) {
      cost -= (1 - caching.forwardShare(schedule, length, i, step)) * groups.get(i).forward();
    }
    return cost;
  }

  /**
   * The mean cost of a step over a whole run.
   *
   * @throws IllegalArgumentException if the plan is for another number of groups
   */
  public double meanStepCost(FreezePlan plan) {
    plan.checkGroups(groups.size());
    double cost = 0;
    double upstreamShare = 0;
    for (int i = 0; i < groups.size(); i++) {
      GroupCost group = groups.get(i);
      double share = plan.trainedShare(i);
      cost += plan.forwardShare(i) * group.forward();
      cost += share * (group.weightGradient() + group.innerGradient());
      cost += upstreamShare * group.borderGradient();
      upstreamShare = group.learns() ? share : upstreamShare;
    }
    return cost;
  }

  /**
   * The saving of a run against one in which nothing freezes.
   *
   * @throws IllegalArgumentException if the plan is for another number of groups, or nothing in the
   *     network costs anything
   */
  public double saving(FreezePlan plan) {
    double baseline = stepCost(0);
    if (baseline == 0) {
      throw new IllegalArgumentException("a network whose steps cost nothing has nothing to save");
    }
    return 1 - meanStepCost(plan) / baseline;
  }
}
