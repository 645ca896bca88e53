package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.CostModels;
import org.freezeout.cost.RunTime;
import org.freezeout.experiment.Calibration;

/**
 * The cost models that {@code --cost} and {@code --calibration} name.
 *
 * @param counting those that need no measurement, each once
 * @param calibration what {@code calibrated} predicts by, where it is asked for
 */
record Costs(List<CostModel> counting, Optional<Calibration> calibration) {

  private static final String CALIBRATED = CalibratedCost.NAME;

  /**
   * Finds the models and reads the calibration.
   *
   * @param names as given to {@code --cost}
   * @param option as given to {@code --calibration}, else null
   * @throws IllegalArgumentException if there is no such model, or not one calibration
   */
  static Costs of(List<String> names, Path option) throws IOException {
    List<CostModel> counting = new ArrayList<>();
    Path file = option;
    for (String name : names) {
      if (name.startsWith(CALIBRATED + ":")) {
        if (file != null) {
          throw new IllegalArgumentException("give one calibration, got " + file + " and " + name);
        }
        file = FreezeOutCommand.path(name.substring(CALIBRATED.length() + 1));
      } else if (name.equals(CALIBRATED)) {
        if (option == null) {
          throw new IllegalArgumentException(
              "cost model 'calibrated' needs a file: --cost calibrated:FILE");
        }
      } else if (counting.stream().noneMatch(model -> model.name().equals(name))) {
        counting.add(CostModels.named(name));
      }
    }
    return new Costs(
        counting, file == null ? Optional.empty() : Optional.of(Calibration.read(file)));
  }

  /** The names by which {@link #of} finds the same models, without the option. */
  static List<String> names(List<String> names, Path option) {
    return Stream.concat(
            names.stream().filter(name -> option == null || !name.equals(CALIBRATED)),
            Stream.ofNullable(option).map(file -> CALIBRATED + ":" + file))
        .distinct()
        .toList();
  }

  /**
   * All models.
   *
   * @throws IllegalArgumentException if the calibration is for another network
   */
  List<CostModel> models(Optional<ArchitectureSpec> architecture) {
    List<CostModel> models = new ArrayList<>(counting);
    if (calibration.isPresent()) {
      models.add(
          calibration
              .get()
              .cost(
                  architecture.orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "an ONNX file cannot be trained, so no calibration is for it"))));
    }
    return models;
  }

  /**
   * How long runs take, where the calibration is asked for.
   *
   * @throws IllegalArgumentException if it is for another network
   */
  Optional<RunTime> time(ArchitectureSpec architecture) {
    return calibration.map(c -> c.runTime(architecture));
  }

  /** Tells on stderr where the calibration comes from, and what may be wrong with it. */
  void tellOrigin() {
    calibration.ifPresent(
        c -> {
          System.err.println("freezeout: calibrated for " + c.arch() + " by " + c.origin());
          c.doubts(Instant.now())
              .forEach(doubt -> System.err.println("freezeout: warning: " + doubt));
        });
  }
}
