package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;

/**
 * The costs of all layer groups of a network, and what follows from them by the rules of automatic
 * differentiation: forward always, weight gradients until the group's own freeze time, input
 * gradients only while something upstream of them still trains.
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
    List<GroupCost> groups = new ArrayList<>();
    for (int group = 0; group < network.groups(); group++) {
      double forward = network.macs(group);
      groups.add(
          new GroupCost(
              forward,
              forward,
              macs(network, group, InputGradient.WHILE_ITS_GROUP_TRAINS),
              macs(network, group, InputGradient.WHILE_AN_EARLIER_GROUP_TRAINS),
              network.learns().get(group)));
    }
    return new GroupCosts(groups);
  }

  /**
   * The cost of one step.
   *
   * @param frozenPrefix how many groups are frozen, in [0, n]
   */
  public double stepCost(int frozenPrefix) {
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
   * The mean cost of a step over a whole run.
   *
   * @throws IllegalArgumentException if the plan is for another number of groups
   */
  public double meanStepCost(FreezePlan plan) {
    if (plan.groups() != groups.size()) {
      throw new IllegalArgumentException(
          "the plan must be for " + groups.size() + " layer groups, got " + plan.groups());
    }
    double cost = 0;
    double upstreamShare = 0;
    for (int i = 0; i < groups.size(); i++) {
      GroupCost group = groups.get(i);
      double share = plan.trainedShare(i);
      cost += group.forward();
      cost += share * (group.weightGradient() + group.innerGradient());
      cost += upstreamShare * group.borderGradient();
      upstreamShare = group.learns() ? share : upstreamShare;
    }
    return cost;
  }

  /** The saving of a run against one in which nothing freezes. */
  public double saving(FreezePlan plan) {
    return 1 - meanStepCost(plan) / stepCost(0);
  }

  private static double macs(NetworkCost network, int group, InputGradient gradient) {
    return network.operations().stream()
        .filter(operation -> operation.group() == group && operation.inputGradient() == gradient)
        .mapToLong(OperationCost::macs)
        .reduce(0, Math::addExact);
  }
}
