package org.freezeout.simulated;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freezeout.cost.GroupCosts;
import org.freezeout.experiment.BatchTiming;
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
  private final double[] stepSeconds;
  private final VirtualClock clock = new VirtualClock();
  private final Map<LayerwiseSchedule, Integer> learners = new HashMap<>();

  SimulatedSession(ExperimentSpec spec, SimulatedCosts costs, List<Boolean> learns, String origin) {
    this.spec = spec;
    this.costs = costs;
    this.origin = origin;
    GroupCosts groups = costs.groupCosts(learns);
    this.stepSeconds = new double[costs.groups().size() + 1];
    for (int frozenPrefix = 0; frozenPrefix < stepSeconds.length; frozenPrefix++) {
      stepSeconds[frozenPrefix] = costs.overheadSeconds() + groups.stepCost(frozenPrefix);
    }
  }

  @Override
  public Environment environment() {
    return Environment.here(spec.engine(), origin, "virtual clock");
  }

  @Override
  public Learner newLearner(LayerwiseSchedule schedule) {
    int twins = learners.merge(schedule, 1, Integer::sum) - 1;
    return new SimulatedLearner(this, schedule, new StepNoise(costs, spec.seed(), schedule, twins));
  }

  @Override
  public BatchTiming loadBatch(int step) {
    clock.pass(costs.dataWaitSeconds());
    return new BatchTiming(costs.dataWaitSeconds(), costs.dataWaitSeconds());
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

  /** Duration of a step with this many frozen groups, without noise and drift. */
  double stepSeconds(int frozenPrefix) {
    return stepSeconds[frozenPrefix];
  }

  @Override
  public void close() {}
}
