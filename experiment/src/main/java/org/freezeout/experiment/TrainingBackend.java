package org.freezeout.experiment;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.freezeout.data.ImageDataset;

/**
 * An engine that trains networks. Implementations are found by {@link ServiceLoader}; finding and
 * listing them loads nothing native.
 */
public interface TrainingBackend {

  /** The name that {@code --engine} takes, such as {@code mxnet}. */
  String engine();

  /** Whether it can run here, with its version and devices, or what is missing. May load it. */
  EngineStatus status();

  /**
   * Opens the engine for one experiment.
   *
   * @param spec what to train; its engine is {@link #engine()}
   * @param data the images
   * @throws IllegalArgumentException if the engine cannot run here, the device does not exist or
   *     the engine's argument is not understood, in one line that says what is missing
   */
  TrainingSession open(ExperimentSpec spec, ImageDataset data);

  /** Every backend on the class path, by name. */
  static List<TrainingBackend> all() {
    return ServiceLoader.load(TrainingBackend.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(TrainingBackend::engine))
        .toList();
  }

  /**
   * The backend of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  static TrainingBackend named(String engine) {
    List<TrainingBackend> all = all();
    return all.stream()
        .filter(backend -> backend.engine().equals(engine))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown engine '"
                        + engine
                        + "'; known: "
                        + all.stream()
                            .map(TrainingBackend::engine)
                            .collect(Collectors.joining(", "))));
  }
}
