package org.freezeout.simulated;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;
import org.freezeout.cost.NetworkCost;
import org.freezeout.data.Augmentation;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.DataSpec;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;

/** Small experiments on a simulated machine. */
final class Experiments {

  static final double BASE_RATE = 0.1;

  /** A cost file for the five groups; further fields go to its end. */
  static final String COSTS =
      """
      {"format": 1, "groups": [
        {"forward_seconds": 0.013, "weight_gradient_seconds": 0.021,
         "inner_gradient_seconds": 0, "border_gradient_seconds": 0, "update_seconds": 0.001},
        {"forward_seconds": 0.002, "weight_gradient_seconds": 0,
         "inner_gradient_seconds": 0, "border_gradient_seconds": 0.003},
        {"forward_seconds": 0.007, "weight_gradient_seconds": 0.008,
         "inner_gradient_seconds": 0.011, "border_gradient_seconds": 0, "update_seconds": 0.0005},
        {"forward_seconds": 0.03, "weight_gradient_seconds": 0.029,
         "inner_gradient_seconds": 0.02, "border_gradient_seconds": 0.009},
        {"forward_seconds": 0.001, "weight_gradient_seconds": 0.001,
         "inner_gradient_seconds": 0, "border_gradient_seconds": 0.0017}]%s}
      """;

  /** A batch of one image, so that there are as many steps in an epoch as images. */
  private static final int BATCH = 1;

  private Experiments() {}

  /**
   * Five groups in which input gradients are needed in every way there is: never, for the group's
   * own weights, and for earlier groups only; one group learns nothing.
   */
  static ArchitectureSpec network() {
    return new ArchitectureSpec(
        "five-groups",
        new FeatureShape(1, 8, 8),
        List.of(
            LayerGroup.of("conv-first", Convolution.of(4, 3, 1)),
            LayerGroup.of("nothing-to-learn", Activation.relu()),
            LayerGroup.of("batch-norm-first", new BatchNorm(), Convolution.of(6, 3, 2)),
            LayerGroup.of(
                "residual",
                new Residual(
                    List.<Operation>of(
                        Convolution.of(8, 3, 1), new BatchNorm(), Convolution.of(8, 3, 1)),
                    List.<Operation>of(Convolution.of(8, 1, 1)))),
            LayerGroup.of("classifier", new GlobalAveragePooling(), new Dense(3, true))));
  }

  static ExperimentSpec spec(int epochs, int stepsPerEpoch, long seed, Optional<Path> costs) {
    return new ExperimentSpec(
        network(),
        new DataSpec("none", stepsPerEpoch * BATCH, 10, Augmentation.NONE),
        new EngineSpec(SimulatedBackend.NAME, costs.map(Path::toString), "cpu", 1),
        OptimizationSpec.of(BATCH, epochs, BASE_RATE),
        seed);
  }

  /** The baseline and these strategies, each with this t_0. */
  static List<SchedulePolicy> policies(double t0, List<Strategy> strategies) {
    List<SchedulePolicy> policies = new ArrayList<>();
    policies.add(new UniformAnnealing(BASE_RATE));
    strategies.forEach(strategy -> policies.add(FreezeOut.of(BASE_RATE, t0, strategy)));
    return policies;
  }

  /** Trains in lockstep and compares all with the first policy. */
  static Comparison compare(ExperimentSpec spec, List<SchedulePolicy> policies, Path folder)
      throws IOException {
    List<TrainingRun> runs =
        new LockstepTraining(spec, policies, TrainingListener.NONE, () -> false)
            .trainAll(new SimulatedBackend(), null, folder);
    return Comparison.of(spec.architecture(), runs.get(0), runs.subList(1, runs.size()), List.of());
  }

  static List<Boolean> learns() {
    return NetworkCost.of(network()).learns();
  }
}
