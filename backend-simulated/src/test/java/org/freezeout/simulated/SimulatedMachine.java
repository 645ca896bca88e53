package org.freezeout.simulated;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.EngineStatus;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.UniformAnnealing;

/** A simulated machine whose costs come from no file. */
record SimulatedMachine(SimulatedCosts costs) implements TrainingBackend {

  @Override
  public String engine() {
    return SimulatedBackend.NAME;
  }

  @Override
  public EngineStatus status() {
    return new SimulatedBackend().status();
  }

  @Override
  public TrainingSession open(ExperimentSpec spec, ImageDataset data) {
    return new SimulatedSession(spec, costs, Experiments.learns(), "a test");
  }

  /** With noise, and whatever drift and outliers are drawn. */
  static SimulatedMachine drawn(List<GroupSeconds> groups, double noise, SplittableRandom random) {
    return new SimulatedMachine(
        new SimulatedCosts(1, groups, 0.004, 0.0, 0.0, noise, drift(random), outliers(random)));
  }

  /**
   * None in a third of the rounds; with periods up to a few times the length of the calibration.
   */
  private static Drift drift(SplittableRandom random) {
    double amplitude = random.nextDouble(0.05, 0.3);
    double period = Math.exp(random.nextDouble(Math.log(2), Math.log(60)));
    return switch (random.nextInt(3)) {
      case 0 -> Drift.NONE;
      case 1 -> new Drift(Drift.Shape.SINE, amplitude, period);
      default -> new Drift(Drift.Shape.RAMP, amplitude, period);
    };
  }

  /** None in half of the rounds. */
  private static Outliers outliers(SplittableRandom random) {
    return random.nextBoolean()
        ? Outliers.NONE
        : new Outliers(random.nextDouble(0.01, 0.05), random.nextDouble(2, 4));
  }

  /**
   * What a scheduled run saves beside the baseline, both trained in lockstep.
   *
   * @param cache of the scheduled run
   */
  double saving(ExperimentSpec spec, SchedulePolicy policy, Optional<CachePlan> cache) {
    int groups = costs.groups().size();
    LayerwiseSchedule uniform = new UniformAnnealing(Experiments.BASE_RATE).forLayers(groups);
    double[] sums = new double[2];
    try (TrainingSession session = open(spec, null)) {
      List<Learner> learners =
          List.of(session.newLearner(uniform), session.newLearner(policy.forLayers(groups), cache));
      for (int step = 0; step < spec.length().steps(); step++) {
        session.loadBatch(step);
        for (int i = 0; i < 2; i++) {
          int learner = (step + i) % 2;
          sums[learner] += learners.get(learner).train(step).elapsed().wallSeconds();
        }
      }
    }
    return 1 - sums[1] / sums[0];
  }

  /** What is wrong with it. */
  String kind() {
    String drift = costs.drift().amplitude() == 0 ? "no drift" : costs.drift().shape() + " drift";
    return drift + (costs.outliers().probability() == 0 ? ", no outliers" : ", outliers");
  }
}
