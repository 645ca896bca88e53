package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.freezeout.cost.CostModel;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.Calibration;
import org.freezeout.experiment.CheckpointInterval;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.OutputFolder;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that {@code train} and {@code compare} share. */
final class TrainingOptions {

  @Mixin private SubjectOptions subject;

  @Mixin private SetupOptions setup;

  @Mixin private CachingOptions caching;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      order = 24,
      defaultValue = Defaults.EPOCHS,
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--base-rate",
      paramLabel = "RATE",
      order = 26,
      defaultValue = Defaults.BASE_RATE,
      description = "The base learning rate (default: ${DEFAULT-VALUE}).")
  private double baseRate;

  @Option(
      names = "--cost",
      paramLabel = "MODEL",
      order = 40,
      split = ",",
      defaultValue = Defaults.COSTS,
      description =
          "Cost models that predict the saving beside paper and gradient: authors (DenseNet-BC"
              + " only), calibrated:FILE; may be repeated (default: ${DEFAULT-VALUE}).")
  private List<String> costs;

  @Mixin private CalibrationOption calibration;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N|Nm",
      order = 48,
      defaultValue = Defaults.CHECKPOINT_EVERY,
      description =
          "How often all that training depends on is written, for 'freezeout resume': after N steps,"
              + " or N minutes with an m; also when it is stopped (default: ${DEFAULT-VALUE}).")
  private CheckpointInterval checkpointEvery;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      order = 50,
      description = "Where the files go; an existing folder must be empty (default: runs/NAME).")
  private Path out;

  double baseRate() {
    return baseRate;
  }

  CachingOptions caching() {
    return caching;
  }

  /**
   * Checks everything that can be checked before training, and opens the images. Nothing is
   * written.
   *
   * @param command for the name of the output folder
   * @throws IllegalArgumentException if an option cannot be followed, in one line that names it
   */
  Experiment experiment(String command) throws IOException {
    caching.check();
    List<String> names = Stream.concat(Defaults.ALWAYS_PREDICTED.stream(), costs.stream()).toList();
    Costs models = Costs.of(names, calibration.file);
    EngineSpec engine = setup.engine(subject.engine);
    TrainingBackend backend = TrainingBackend.named(engine.name());
    OptimizationSpec optimization = setup.optimization(epochs, baseRate);
    if (out != null) {
      OutputFolder.check(out);
    }
    ImageDataset data = setup.data();
    ExperimentSpec spec = setup.spec(subject.arch, engine, optimization, data, caching.views());
    Path folder = out != null ? out : RunNames.unused(Path.of("runs"), command, spec);
    OutputFolder.check(folder);
    List<CostModel> costModels = models.models(Optional.of(spec.architecture()));
    models.calibration().ifPresent(c -> checkFits(c, spec, backend, data));
    models
        .calibration()
        .ifPresent(c -> caching.asked().ifPresent(a -> c.checkCache(a.precision())));
    models.tellOrigin();
    return new Experiment(
        spec,
        data,
        backend,
        costModels,
        Costs.names(names, calibration.file),
        checkpointEvery,
        folder,
        models.time(spec.architecture()));
  }

  /** Opens the engine to see whether a calibration was measured with it on this machine. */
  private static void checkFits(
      Calibration calibration, ExperimentSpec spec, TrainingBackend backend, ImageDataset data) {
    calibration.checkFits(spec);
    try (TrainingSession session = backend.open(spec, data)) {
      calibration.checkFits(session.environment());
    }
  }
}
