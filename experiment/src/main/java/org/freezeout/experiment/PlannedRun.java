package org.freezeout.experiment;

import java.util.Objects;
import java.util.Optional;
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

  /** Its name, also that of its folder. */
  public String name() {
    return RunRecord.name(policy, cache.map(CachePlan::precision));
  }
}
