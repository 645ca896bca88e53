package org.freezeout.benchmarks;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.data.Augmentation;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.ImageDatasets;
import org.freezeout.experiment.DataSpec;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingSession;

/**
 * What all contenders train.
 *
 * @param spec network, engine and optimizer
 * @param data the images, not augmented
 */
record Workload(ExperimentSpec spec, ImageDataset data) {

  static final double BASE_RATE = 0.01;
  private static final long SEED = 1;

  /**
   * A network of the catalogue on the bundled images, for as many epochs as have the steps.
   *
   * @throws IllegalArgumentException if there is no such network or engine
   */
  static Workload of(String engine, String architecture, int batch, int steps) throws IOException {
    return of(engine, architecture, batch, steps, ImageDatasets.open(ImageDatasets.DEFAULT));
  }

  /** A network of the catalogue on some images. */
  static Workload of(String engine, String architecture, int batch, int steps, ImageDataset data)
      throws IOException {
    ArchitectureSpec network =
        Architectures.named(
            architecture,
            Optional.of(new FeatureShape(data.channels(), data.height(), data.width())),
            OptionalInt.of(data.classNames().size()));
    int stepsPerEpoch = data.training().size() / batch;
    int epochs = (steps + stepsPerEpoch - 1) / stepsPerEpoch;
    return new Workload(
        new ExperimentSpec(
            network,
            new DataSpec(
                data.name(), data.training().size(), data.test().size(), Augmentation.NONE),
            EngineSpec.of(engine, "cpu", threads()),
            OptimizationSpec.of(batch, epochs, BASE_RATE),
            SEED),
        data);
  }

  /** A session of the product. */
  TrainingSession open() {
    return TrainingBackend.named(spec.engine().name()).open(spec, data);
  }

  /** The engine, once FreezeOut has loaded it as it needs to be. */
  Engine djlEngine() {
    return Engine.getEngine(spec.engine().name().equals("mxnet") ? "MXNet" : "PyTorch");
  }

  int batch() {
    return spec.optimization().batchSize();
  }

  ArchitectureSpec architecture() {
    return spec.architecture();
  }

  private static int threads() {
    String given = System.getenv("OMP_NUM_THREADS");
    if (given == null || !given.matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(
          "OMP_NUM_THREADS must be set before Java starts, as benchmarks/run does, got " + given);
    }
    return Integer.parseInt(given);
  }
}
