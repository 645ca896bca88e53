package org.freezeout.experiment;

import java.util.Objects;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.schedule.TrainingLength;

/**
 * What is trained, on which images, by which engine and for how long: all that runs of one
 * experiment have in common. They differ in their schedule alone.
 *
 * @param architecture the network; the cost models count it and the backend builds it
 * @param data the images
 * @param engine where it is trained
 * @param optimization the optimizer's settings and the length
 * @param seed fixes initial weights, shuffling, augmentation and dropout
 */
public record ExperimentSpec(
    ArchitectureSpec architecture,
    DataSpec data,
    EngineSpec engine,
    OptimizationSpec optimization,
    long seed) {

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if a batch is larger than the training set or has fewer images
   *     than there are devices
   */
  public ExperimentSpec {
    Objects.requireNonNull(architecture, "architecture");
    if (optimization.batchSize() > data.trainingImages()) {
      throw new IllegalArgumentException(
          "batch must be at most the number of training images, "
              + data.trainingImages()
              + ", got "
              + optimization.batchSize());
    }
    int devices = engine.devices().size();
    if (optimization.batchSize() < devices) {
      throw new IllegalArgumentException(
          "batch must have an image for each of the "
              + devices
              + " devices, got "
              + optimization.batchSize());
    }
  }

  /** The same with another seed. */
  public ExperimentSpec withSeed(long other) {
    return new ExperimentSpec(architecture, data, engine, optimization, other);
  }

  /** Epochs and steps; the last partial batch of an epoch is dropped. */
  public TrainingLength length() {
    return new TrainingLength(
        optimization.epochs(), data.trainingImages() / optimization.batchSize());
  }
}
