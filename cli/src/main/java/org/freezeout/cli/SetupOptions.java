package org.freezeout.cli;

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
import org.freezeout.onnx.OnnxNetwork;
import picocli.CommandLine.Option;

/** The options that say on which images and where networks are trained. */
final class SetupOptions {

  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      order = 11,
      defaultValue = Defaults.DATASET,
      description =
          "The images: fashion-mnist-subset (comes with FreezeOut), fashion-mnist[:DIR],"
              + " cifar10:DIR, cifar100:DIR or images:DIR; with @N behind it, N of its training"
              + " images (default: ${DEFAULT-VALUE}).")
  private String dataset;

  @Option(
      names = "--augment",
      paramLabel = "HOW",
      order = 12,
      defaultValue = Defaults.AUGMENTATION,
      description =
          "What is done to training images: none, or standard for random crops and flips"
              + " (default: ${DEFAULT-VALUE}).")
  private Augmentation augmentation;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      order = 13,
      description = "Shape of an image; the data set sets it, and another one is refused.")
  private FeatureShape input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      order = 14,
      description = "Number of classes; the data set sets it, and another one is refused.")
  private Integer classes;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      order = 21,
      defaultValue = Defaults.DEVICE,
      description =
          "cpu, gpu0, gpu1, ..., or several GPUs that share every batch: gpu0,gpu1 (default:"
              + " ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      order = 22,
      description =
          "Threads of the engine's operators; the last bits of a result depend on it"
              + " (default: OMP_NUM_THREADS, else one for each processor).")
  private Integer threads;

  @Option(
      names = "--batch",
      paramLabel = "N",
      order = 23,
      defaultValue = Defaults.BATCH,
      description =
          "Images per step; the last partial batch of an epoch is dropped"
              + " (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      order = 25,
      defaultValue = Defaults.SEED,
      description =
          "Fixes initial weights, shuffling, augmentation and dropout (default: ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * An engine, not looked for yet.
   *
   * @param engine as {@code --engine} names it
   * @throws IllegalArgumentException if the device or the threads are out of range
   */
  EngineSpec engine(String engine) {
    return EngineSpec.of(
        engine,
        device,
        threads == null
            ? Defaults.threads()
            : Bounds.within("--threads", 1, MOST_THREADS, threads));
  }

  /** The optimizer's settings for so many epochs. */
  OptimizationSpec optimization(int epochs, double baseRate) {
    return OptimizationSpec.of(batch, epochs, baseRate);
  }

  /** Opens the images. */
  ImageDataset data() throws IOException {
    return ImageDatasets.open(dataset);
  }

  /** Puts an experiment together whose images are augmented anew in every epoch. */
  ExperimentSpec spec(
      String arch, EngineSpec engineSpec, OptimizationSpec optimization, ImageDataset data)
      throws IOException {
    return spec(arch, engineSpec, optimization, data, OptionalInt.empty());
  }

  /**
   * Puts an experiment together.
   *
   * @param arch the network, as {@code --arch} names it
   * @param views how many fixed augmented views there are of an image
   * @throws IllegalArgumentException if its parts do not fit each other
   */
  ExperimentSpec spec(
      String arch,
      EngineSpec engineSpec,
      OptimizationSpec optimization,
      ImageDataset data,
      OptionalInt views)
      throws IOException {
    return new ExperimentSpec(
        architecture(arch, data),
        new DataSpec(data.name(), data.training().size(), data.test().size(), augmentation, views),
        engineSpec,
        optimization,
        seed);
  }

  private ArchitectureSpec architecture(String arch, ImageDataset data) throws IOException {
    if (OnnxNetwork.isOnnx(arch)) {
      throw new IllegalArgumentException(
          arch + ": an ONNX file can be counted, by schedule, predict and solve, but not trained");
    }
    var images = new FeatureShape(data.channels(), data.height(), data.width());
    if (input != null && !input.equals(images)) {
      throw new IllegalArgumentException(
          "--input must be that of the data set " + data.name() + ", " + images + ", got " + input);
    }
    if (classes != null && classes != data.classNames().size()) {
      throw new IllegalArgumentException(
          "--classes must be that of the data set "
              + data.name()
              + ", "
              + data.classNames().size()
              + ", got "
              + classes);
    }
    return Architectures.named(arch, Optional.of(images), OptionalInt.of(data.classNames().size()));
  }
}
