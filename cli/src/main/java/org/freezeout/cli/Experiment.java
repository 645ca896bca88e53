package org.freezeout.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.schedule.SchedulePolicy;

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

  /** The savings that the cost models predict for a schedule. */
  Map<String, Double> predicted(SchedulePolicy policy) {
    FreezePlan plan =
        FreezePlan.discrete(policy, spec.architecture().groups().size(), spec.length());
    Map<String, Double> predicted = new LinkedHashMap<>();
    costModels.forEach(
        model -> predicted.put(model.name(), model.saving(spec.architecture(), plan)));
    return predicted;
  }
}
