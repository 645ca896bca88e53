package org.freezeout.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.TrainingBackend;

/**
 * Everything that training needs, checked as far as it can be without the engine.
 *
 * @param spec what is trained
 * @param data the images
 * @param backend trains it
 * @param costModels predict the savings
 * @param folder where the files go; not there yet
 */
record Experiment(
    ExperimentSpec spec,
    ImageDataset data,
    TrainingBackend backend,
    List<CostModel> costModels,
    Path folder) {

  /** The savings that the cost models predict for a run. */
  Map<String, Double> predicted(PlannedRun run) {
    FreezePlan plan = run.plan(spec);
    Map<String, Double> predicted = new LinkedHashMap<>();
    costModels.forEach(
        model -> predicted.put(model.name(), model.saving(spec.architecture(), plan)));
    return predicted;
  }
}
