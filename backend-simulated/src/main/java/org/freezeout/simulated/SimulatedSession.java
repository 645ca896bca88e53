package org.freezeout.simulated;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.experiment.BatchTiming;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.Environment;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.LayerwiseSchedule;

/** A simulated machine: one virtual clock for all that runs on it. */
final class SimulatedSession implements TrainingSession {

  private final ExperimentSpec spec;
  private final SimulatedCosts costs;
  private final String origin;
  private final GroupCosts groups;
  private final VirtualClock clock = new VirtualClock();
  private final Map<LayerwiseSchedule, Integer> learners = new HashMap<>();

  SimulatedSession(ExperimentSpec spec, SimulatedCosts costs, List<Boolean> learns, String origin) {
    this.spec = spec;
    this.costs = costs;
    this.origin = origin;
    this.groups = costs.groupCosts(learns);
  }

  @Override
  public Environment environment() {
    return Environment.here(spec.engine(), origin, "virtual clock");
  }

  @Override
  public Learner newLearner(LayerwiseSchedule schedule) {
    return newLearner(schedule, Optional.empty());
  }

  /** A cache spares its expected share of each forward pass, and takes its entries' time. */
  @Override
  public Learner newLearner(LayerwiseSchedule schedule, Optional<CachePlan> cache) {
    int twins = learners.merge(schedule, 1, Integer::sum) - 1;
    return new SimulatedLearner(
        this,
        schedule,
        cache.map(plan -> new SimulatedCache(caching(plan), schedule, spec.length())),
        new StepNoise(costs, spec.seed(), schedule, twins));
  }

  private PrefixCaching caching(CachePlan plan) {
    double seen = (double) spec.optimization().batchSize() * spec.length().stepsPerEpoch();
    return new PrefixCaching(
        spec.data().repeatsAfter().orElseThrow(),
        plan.firstBorder(),
        seen / spec.data().trainingImages(),
        spec.optimization().batchSize());
  }

  /** It waits, and no step hides any of it: nothing is prepared meanwhile. */
  @Override
  public BatchTiming loadBatch(int step) {
    clock.pass(costs.dataWaitSeconds());
    return new BatchTiming(costs.dataWaitSeconds(), 0);
  }

  ExperimentSpec spec() {
    return spec;
  }

  SimulatedCosts costs() {
    return costs;
  }

  VirtualClock clock() {
    return clock;
  }

  /** Duration of a step without noise and drift. */
  double stepSeconds(LayerwiseSchedule schedule, int step, Optional<SimulatedCache> cache) {
    int frozenPrefix = schedule.frozenPrefix(spec.length().progress(step));
    return costs.overheadSeconds()
        + groups.stepCost(frozenPrefix)
        + cache.map(c -> c.seconds(costs.groups(), frozenPrefix, step)).orElse(0.0);
  }

  @Override
  public void close() {}
}
