package org.freezeout.cli;

import java.util.List;

/** What {@code train} and {@code compare} do when nothing else is asked for. */
final class Defaults {

  static final String ARCHITECTURE = "wrn-16-1";
  static final String DATASET = "fashion-mnist-subset";
  static final String AUGMENTATION = "standard";
  static final String ENGINE = "mxnet";
  static final String DEVICE = "cpu";
  static final String BATCH = "64";
  static final String EPOCHS = "2";
  static final String BASE_RATE = "0.1";
  static final String SEED = "1";
  static final String T0 = "0.8";
  static final String STRATEGY = "cubic-scaled";
  static final String STRATEGIES = "linear,linear-scaled,cubic,cubic-scaled";
  static final String CHECKPOINT_EVERY = "5m";
  static final String COSTS = "paper,gradient";

  /** The cost models that every run is predicted with, whatever {@code --cost} says. */
  static final List<String> ALWAYS_PREDICTED = List.of(COSTS.split(","));

  private Defaults() {}

  /** As many threads as the engines were given, else one for each processor. */
  static int threads() {
    String given = System.getenv("OMP_NUM_THREADS");
    return given != null && given.matches("[1-9]\\d{0,3}")
        ? Integer.parseInt(given)
        : Runtime.getRuntime().availableProcessors();
  }
}
