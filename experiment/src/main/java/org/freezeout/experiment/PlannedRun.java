package org.freezeout.experiment;

import java.util.Objects;
import java.util.Optional;
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
}
