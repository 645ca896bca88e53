package org.freezeout.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.freezeout.cost.NetworkCost;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.EngineStatus;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingSession;

/**
 * The engine {@code simulated}: trains on a virtual clock and never looks at an image. Its runs
 * have no loss and no test error.
 *
 * <p>{@code simulated} derives its costs from the network's multiply-accumulates, {@code
 * simulated:FILE} reads them from a file (see {@link SimulatedCosts}). Any device is accepted, as
 * it only is a name here, but not several: how a step would shorten nobody has measured.
 */
public final class SimulatedBackend implements TrainingBackend {

  /** The name of the engine. */
  public static final String NAME = "simulated";

  /** Made by {@link java.util.ServiceLoader}. */
  public SimulatedBackend() {}

  @Override
  public String engine() {
    return NAME;
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(
        NAME, Optional.of("virtual clock"), List.of("cpu", "gpu0"), Optional.empty());
  }

  /**
   * {@inheritDoc}
   *
   * @param data of which the experiment may evaluate a part, and nothing else is looked at; null
   *     for all of it
   * @throws IllegalArgumentException if several devices are named, the cost file is missing or
   *     damaged, or is for another number of layer groups
   */
  @Override
  public TrainingSession open(ExperimentSpec spec, ImageDataset data) {
    if (spec.engine().devices().size() > 1) {
      throw new IllegalArgumentException(
          "engine simulated has one device at a time, got '" + spec.engine().device() + "'");
    }
    NetworkCost network = NetworkCost.of(spec.architecture());
    Optional<String> file = spec.engine().argument();
    if (file.isEmpty()) {
      SimulatedCosts costs =
          SimulatedCosts.ofMacs(network, spec.optimization().batchSize(), spec.data().testImages());
      return new SimulatedSession(spec, costs, network.learns(), "costs from MACs");
    }
    if (file.get().isBlank()) {
      throw new IllegalArgumentException("engine simulated: needs a cost file after the colon");
    }
    SimulatedCosts costs = read(Path.of(file.get()));
    if (costs.groups().size() != network.groups()) {
      throw new IllegalArgumentException(
          file.get()
              + ": groups must be "
              + network.groups()
              + ", one for each layer group of "
              + spec.architecture().name()
              + ", got "
              + costs.groups().size());
    }
    int all = data == null ? 0 : data.test().size();
    double part = all == 0 ? 1 : (double) spec.data().testImages() / all;
    return new SimulatedSession(
        spec, costs.evaluatingPart(part), network.learns(), "costs from " + file.get());
  }

  private static SimulatedCosts read(Path file) {
    try {
      return SimulatedCosts.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
