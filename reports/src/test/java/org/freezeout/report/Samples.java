package org.freezeout.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.PaperCost;
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

/** Run folders that are written as real ones are, by training that is not. */
final class Samples {

  static final double BASE_RATE = 0.1;

  private Samples() {}

  /** A comparison of the paper's strategies. */
  static Path comparison(Path folder, FakeBackend backend) throws IOException {
    return comparison(folder, backend, architecture(), 6, 50, List.of(0.8), () -> false);
  }

  static Path comparison(
      Path folder,
      FakeBackend backend,
      ArchitectureSpec architecture,
      int epochs,
      int stepsPerEpoch,
      List<Double> t0s,
      BooleanSupplier stop)
      throws IOException {
    List<SchedulePolicy> policies = new ArrayList<>();
    policies.add(new UniformAnnealing(BASE_RATE));
    for (double t0 : t0s) {
      Strategy.OF_THE_PAPER.forEach(s -> policies.add(FreezeOut.of(BASE_RATE, t0, s)));
    }
    List<TrainingRun> runs =
        new LockstepTraining(
                spec(architecture, epochs, stepsPerEpoch), policies, TrainingListener.NONE, stop)
            .trainAll(backend, null, folder);
    Comparison.of(
            architecture,
            runs.get(0),
            runs.subList(1, runs.size()),
            List.of(new PaperCost(), new GradientCost()))
        .write(folder);
    return folder;
  }

  /** A single run. */
  static Path run(Path folder, FakeBackend backend, SchedulePolicy policy) throws IOException {
    new LockstepTraining(
            spec(architecture(), 6, 50), List.of(policy), TrainingListener.NONE, () -> false)
        .trainOne(backend, null, folder);
    return folder;
  }

  static ArchitectureSpec architecture() throws IOException {
    return architecture("wrn-16-4");
  }

  static ArchitectureSpec architecture(String name) throws IOException {
    return Architectures.named(name, Optional.empty(), OptionalInt.empty());
  }

  static ExperimentSpec spec(ArchitectureSpec architecture, int epochs, int stepsPerEpoch) {
    int batch = 64;
    return new ExperimentSpec(
        architecture,
        new DataSpec(
            "fashion-mnist-subset", batch * stepsPerEpoch + 1, 2000, Augmentation.STANDARD),
        EngineSpec.of("fake", "cpu", 2),
        OptimizationSpec.of(batch, epochs, BASE_RATE),
        1);
  }
}
