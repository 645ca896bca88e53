package org.freezeout.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.cost.Solution;
import org.freezeout.cost.Solver;
import org.freezeout.experiment.Json;
import org.freezeout.schedule.Strategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the t_0 that saves as much as wanted. */
@Command(
    name = "solve",
    description = {
      "Which t0 saves as much of the training time as wanted, for each strategy.%n",
      "Example: freezeout solve --arch wrn-16-4 --saving 0.20%n",
      "With a cache: freezeout solve --arch wrn-16-4 --saving 0.30 --cache --epochs 30%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class SolveCommand implements Callable<Integer> {

  @Mixin private ArchitectureOptions architecture;

  @Mixin private StrategiesOption strategies;

  @Option(
      names = "--saving",
      paramLabel = "SAVING",
      order = 20,
      required = true,
      description = "The wanted saving: a fraction of the training time, in [0, 1).")
  private double saving;

  @Option(
      names = "--cost",
      paramLabel = "MODEL",
      order = 32,
      description =
          "The cost model that predicts the saving: paper, authors, gradient or calibrated:FILE"
              + " (default: gradient, or calibrated with --calibration).")
  private String cost;

  @Mixin private CalibrationOption calibration;

  @Mixin private CacheOptions cache;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    Costs models = costs();
    models.calibration().ifPresent(architecture::defaultTo);
    Optional<PrefixCaching> caching = cache.caching();
    Network network = architecture.network();
    CostModel model = models.models(network.architecture()).get(0);
    models.tellOrigin();
    Map<Strategy, Solution> solutions = new LinkedHashMap<>();
    for (Strategy strategy : strategies.strategies) {
      solutions.put(
          strategy,
          caching.isEmpty()
              ? network.solve(model, strategy, saving)
              : Solver.solve(
                  network.described(), model, strategy, saving, cache.epochs(), caching.get()));
    }
    switch (format.format) {
      case TABLE -> table(solutions).print(Format.TABLE);
      case CSV -> csv(solutions).print(Format.CSV);
      case JSON -> System.out.println(Json.pretty(objects(solutions)));
    }
    return ExitCode.OK;
  }

  private Costs costs() throws IOException {
    if (calibration.file == null) {
      return Costs.of(List.of(cost == null ? GradientCost.NAME : cost), null);
    }
    if (cost != null && !cost.equals(CalibratedCost.NAME)) {
      throw new IllegalArgumentException(
          "solve goes by one cost model, got --cost " + cost + " and --calibration");
    }
    return Costs.of(List.of(CalibratedCost.NAME), calibration.file);
  }

  private static Table table(Map<Strategy, Solution> solutions) {
    var table = new Table("strategy", "t0", "saving");
    solutions.forEach(
        (strategy, solution) -> {
          if (solution instanceof Solution.Found found) {
            table.row(strategy, found.t0(), found.saving());
          } else if (solution instanceof Solution.Impossible impossible) {
            table.row(
                strategy,
                String.format(Locale.ROOT, "impossible: at most %.4f", impossible.maxSaving()),
                null);
          }
        });
    return table;
  }

  private static Table csv(Map<Strategy, Solution> solutions) {
    var table = new Table("strategy", "t0", "saving", "max_saving");
    solutions.forEach(
        (strategy, solution) -> {
          if (solution instanceof Solution.Found found) {
            table.row(strategy, found.t0(), found.saving(), null);
          } else if (solution instanceof Solution.Impossible impossible) {
            table.row(strategy, null, null, impossible.maxSaving());
          }
        });
    return table;
  }

  private static List<Map<String, Object>> objects(Map<Strategy, Solution> solutions) {
    List<Map<String, Object>> objects = new ArrayList<>();
    solutions.forEach(
        (strategy, solution) -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("strategy", strategy.toString());
          if (solution instanceof Solution.Found found) {
            object.put("t0", found.t0());
            object.put("saving", found.saving());
          } else if (solution instanceof Solution.Impossible impossible) {
            object.put("t0", null);
            object.put("max_saving", impossible.maxSaving());
          }
          objects.add(object);
        });
    return objects;
  }
}
