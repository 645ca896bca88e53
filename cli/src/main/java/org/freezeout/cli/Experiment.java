package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.RunTime;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.ImageDatasets;
import org.freezeout.experiment.CheckpointInterval;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.SavedTraining;
import org.freezeout.experiment.Setup;
import org.freezeout.experiment.TrainingBackend;

/**
 * Everything that training needs, checked as far as it can be without the engine.
 *
 * @param spec what is trained
 * @param data the images
 * @param backend trains it
 * @param costModels predict the savings
 * @param costs the names of the cost models
 * @param checkpointEvery how often checkpoints are written
 * @param folder where the files go
 * @param time predicts how long runs take, where a calibration does
 */
record Experiment(
    ExperimentSpec spec,
    ImageDataset data,
    TrainingBackend backend,
    List<CostModel> costModels,
    List<String> costs,
    CheckpointInterval checkpointEvery,
    Path folder,
    Optional<RunTime> time) {

  /**
   * Finds again what training that ended needs.
   *
   * @param saved what its files hold
   * @param folder where they are
   * @throws IllegalArgumentException if something is no longer there or has changed
   */
  static Experiment of(SavedTraining saved, Path folder) throws IOException {
    ExperimentSpec spec = saved.spec();
    Setup setup = saved.setup();
    TrainingBackend backend = TrainingBackend.named(spec.engine().name());
    Costs costs = Costs.of(setup.costs(), null);
    List<CostModel> costModels = costs.models(Optional.of(spec.architecture()));
    ImageDataset data = ImageDatasets.open(spec.data().dataset());
    if (data.training().size() != spec.data().trainingImages()
        || data.test().size() != spec.data().testImages()) {
      throw new IllegalArgumentException(
          "the data set "
              + data.name()
              + " has changed: it had "
              + spec.data().trainingImages()
              + " training and "
              + spec.data().testImages()
              + " test images, now "
              + data.training().size()
              + " and "
              + data.test().size());
    }
    return new Experiment(
        spec,
        data,
        backend,
        costModels,
        setup.costs(),
        setup.checkpointEvery(),
        folder,
        costs.time(spec.architecture()));
  }

  /** The same in another folder, with a seed so much further on. */
  Experiment repeated(long further, Path other) {
    return new Experiment(
        spec.withSeed(spec.seed() + further),
        data,
        backend,
        costModels,
        costs,
        checkpointEvery,
        other,
        time);
  }

  /** The savings that the cost models predict for a run. */
  Map<String, Double> predicted(PlannedRun run) {
    FreezePlan plan = run.plan(spec);
    Map<String, Double> predicted = new LinkedHashMap<>();
    costModels.forEach(
        model -> predicted.put(model.name(), model.saving(spec.architecture(), plan)));
    return predicted;
  }
}
