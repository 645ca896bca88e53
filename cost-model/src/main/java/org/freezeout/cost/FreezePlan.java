package org.freezeout.cost;

import java.util.ArrayList;
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
 * @param storesFrom the share of all steps after which a cache begins to store what it does not
 *     find
 * @param storesUntil that after which nothing comes again, so that nothing is stored; not above
 *     {@code storesFrom} without a cache
 */
public record FreezePlan(
    SchedulePolicy policy,
    List<Double> trainedShares,
    List<Double> forwardShares,
    double storesFrom,
    double storesUntil) {

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if there is none, one lies outside [0, 1] or below the one
   *     before, their numbers differ, or a forward pass is spared without a cache
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
    if (!(storesFrom >= 0 && storesUntil <= 1)
        || forwardShares.get(0) < 1 && storesFrom >= storesUntil) {
      throw new IllegalArgumentException(
          "a cache must store within [0, 1] what it spares, got "
              + storesFrom
              + " to "
              + storesUntil
              + " and forward shares "
              + forwardShares);
    }
  }

  /** A plan in which every group always runs forward. */
  public FreezePlan(SchedulePolicy policy, List<Double> trainedShares) {
    this(policy, trainedShares, Collections.nCopies(trainedShares.size(), 1.0), 0, 0);
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
        .withCache(
            group -> caching.forwardShare(schedule, length, group),
            (double) caching.storedFrom(schedule, length, 0) / length.steps(),
            caching.storingShare(length.epochs()));
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
        .withCache(
            group -> caching.idealForwardShare(schedule, epochs, group),
            caching.idealStoredFrom(schedule),
            caching.storingShare(epochs));
  }

  /** Whether a cache stores anything. */
  public boolean cached() {
    return storesFrom < storesUntil;
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

  /**
   * A part of a run in which every step costs the same.
   *
   * @param start of it, as a share of all steps
   * @param end of it
   * @param frozenPrefix how many groups are frozen
   * @param sparedPrefix how many of these a cache spares the forward pass
   * @param writes whether what the others of these give is written into the cache
   */
  record Stretch(double start, double end, int frozenPrefix, int sparedPrefix, boolean writes) {

    /** The share of all steps. */
    double share() {
      return end - start;
    }
  }

  /**
   * The course of the run. Images that were stored with a group are taken to come after all that
   * were not, which is so but for the epoch in which the group freezes.
   */
  List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>();
    int frozen = 0;
    int spared = 0;
    double start = 0;
    while (start < 1) {
      while (frozen < groups() && trainedShare(frozen) <= start) {
        frozen++;
      }
      while (spared < frozen && forwardShare(spared) <= start) {
        spared++;
      }
      double end =
          Math.min(
              frozen < groups() ? trainedShare(frozen) : 1,
              spared < frozen ? forwardShare(spared) : 1);
      if (start < storesUntil) {
        end = Math.min(end, storesUntil);
      }
      boolean writes = spared < frozen && storesFrom <= start && start < storesUntil;
      stretches.add(new Stretch(start, end, frozen, spared, writes));
      start = end;
    }
    return stretches;
  }

  private FreezePlan withCache(
      IntToDoubleFunction forwardShare, double storesFrom, double storesUntil) {
    return new FreezePlan(
        policy,
        trainedShares,
        IntStream.range(0, groups()).mapToDouble(forwardShare).boxed().toList(),
        storesFrom,
        storesUntil);
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
