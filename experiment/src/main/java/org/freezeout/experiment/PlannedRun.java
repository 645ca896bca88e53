package org.freezeout.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.schedule.SchedulePolicy;

/**
 * One run of an experiment, before it begins.
 *
 * @param policy learning rates and freeze times
 * @param cache what it keeps of the frozen prefix; empty if nothing is to be kept
 */
public record PlannedRun(SchedulePolicy policy, Optional<CachePlan> cache) {

  public PlannedRun {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(cache, "cache");
  }

  /** A run without a cache. */
  public static PlannedRun of(SchedulePolicy policy) {
    return new PlannedRun(policy, Optional.empty());
  }

  /** Its whole steps, by which cost models predict its saving. */
  public FreezePlan plan(ExperimentSpec spec) {
    int groups = spec.architecture().groups().size();
    return cache.isEmpty()
        ? FreezePlan.discrete(policy, groups, spec.length())
        : FreezePlan.cached(
            policy,
            groups,
            spec.length(),
            new PrefixCaching(
                spec.data().repeatsAfter().orElseThrow(),
                cache.get().firstBorder(),
                (double) spec.optimization().batchSize()
                    * spec.length().stepsPerEpoch()
                    / spec.data().trainingImages(),
                spec.optimization().batchSize()));
  }

  /** Its name, also that of its folder. */
  public String name() {
    return RunRecord.name(policy, cache.map(CachePlan::precision));
  }

  /**
   * Checks that runs can be told apart by their names.
   *
   * @throws IllegalArgumentException if two of them are the same
   */
  public static void requireDifferent(List<PlannedRun> runs) {
    Set<String> names = new HashSet<>();
    for (PlannedRun run : runs) {
      if (!names.add(run.name())) {
        throw new IllegalArgumentException("every run must differ, got " + run.name() + " twice");
      }
    }
  }
}
