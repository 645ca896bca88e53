package org.freezeout.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.cost.SavingInterval;
import org.freezeout.cost.Solution;
import org.freezeout.cost.Solver;
import org.freezeout.cost.T0Interval;
import org.freezeout.experiment.Json;
import org.freezeout.schedule.FreezeOut;
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
      "With a calibration also the t0 for which that saving is credible: with t0_low it is sure at"
          + " 95 %%, and above t0_high it is not to be hoped for.%n",
      "With a cache: freezeout solve --arch wrn-16-4 --saving 0.30 --cache --epochs 30%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class SolveCommand implements Callable<Integer> {

  /** It changes no saving. */
  private static final double BASE_RATE = Double.parseDouble(Defaults.BASE_RATE);

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
    Optional<PrefixCaching> caching =
        CacheOptions.likeCalibrated(cache.caching(), models.calibration(), null);
    Network network = architecture.network();
    CostModel model = models.models(network.architecture()).get(0);
    List<Answer> answers = new ArrayList<>();
    for (Strategy strategy : strategies.strategies) {
      Solution solution =
          caching.isEmpty()
              ? network.solve(model, strategy, saving)
              : Solver.solve(
                  network.described(), model, strategy, saving, cache.epochs(), caching.get());
      DoubleFunction<FreezePlan> plans =
          t0 -> plan(FreezeOut.of(BASE_RATE, t0, strategy), network.groups(), caching);
      answers.add(answer(model, strategy, solution, plans));
    }
    models.tellOrigin(); // when nothing is left that could be refused
    switch (format.format) {
      case TABLE -> table(answers).print(Format.TABLE);
      case CSV -> csv(answers).print(Format.CSV);
      case JSON -> System.out.println(Json.pretty(answers.stream().map(Answer::object).toList()));
    }
    return ExitCode.OK;
  }

  private FreezePlan plan(FreezeOut policy, int groups, Optional<PrefixCaching> caching) {
    return caching
        .map(c -> FreezePlan.cached(policy, groups, cache.epochs(), c))
        .orElseGet(() -> FreezePlan.continuous(policy, groups));
  }

  /** A solution with what a calibration says of it. */
  private Answer answer(
      CostModel model, Strategy strategy, Solution solution, DoubleFunction<FreezePlan> plans) {
    if (!(model instanceof CalibratedCost calibrated)) {
      return new Answer(strategy, solution, null, null);
    }
    DoubleFunction<SavingInterval> savingOfT0 = t0 -> calibrated.interval(plans.apply(t0));
    double t0 = solution instanceof Solution.Found found ? found.t0() : Solver.MIN_T0;
    return new Answer(
        strategy,
        solution,
        savingOfT0.apply(t0),
        T0Interval.of(savingOfT0, solution, saving).orElse(null));
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

  private static Table table(List<Answer> answers) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Answer answer : answers) {
      Map<String, Object> row = answer.cells();
      if (row.remove("max_saving") instanceof Double most) {
        row.put("t0", String.format(Locale.ROOT, "impossible: at most %.4f", most));
      }
      rows.add(row);
    }
    return table(List.copyOf(rows.get(0).keySet()), rows);
  }

  private static Table csv(List<Answer> answers) {
    List<Map<String, Object>> rows = answers.stream().map(Answer::cells).toList();
    return table(List.copyOf(rows.get(0).keySet()), rows);
  }

  private static Table table(List<String> columns, List<Map<String, Object>> rows) {
    var table = new Table(columns.toArray(String[]::new));
    rows.forEach(row -> table.row(row.values().toArray()));
    return table;
  }

  /**
   * The answer for a strategy.
   *
   * @param solution the t_0, or that there is none
   * @param interval the saving with it, or with the smallest t_0 where none is found; null without
   *     a calibration
   * @param t0s the t_0 for which the wanted saving is credible; null likewise, or if there is none
   */
  private record Answer(
      Strategy strategy, Solution solution, SavingInterval interval, T0Interval t0s) {

    /** One row, the same for every answer. */
    Map<String, Object> cells() {
      Map<String, Object> cells = new LinkedHashMap<>();
      boolean found = solution instanceof Solution.Found;
      cells.put("strategy", strategy.toString());
      cells.put("t0", solution instanceof Solution.Found f ? f.t0() : null);
      cells.put("saving", solution instanceof Solution.Found f ? f.saving() : null);
      cells.put("max_saving", solution instanceof Solution.Impossible i ? i.maxSaving() : null);
      if (interval != null) {
        cells.put("t0_low", t0s == null || t0s.low() == 0 ? null : t0s.low());
        cells.put("t0_high", t0s == null ? null : t0s.high());
        cells.put("saving_low", found ? interval.low() : null);
        cells.put("saving_high", found ? interval.high() : null);
        cells.putAll(Advised.cells(interval));
      }
      return cells;
    }

    /** The same without what does not belong to the kind of answer. */
    Map<String, Object> object() {
      Map<String, Object> object = cells();
      if (solution instanceof Solution.Found) {
        object.remove("max_saving");
      } else {
        object.remove("saving");
        object.remove("saving_low");
        object.remove("saving_high");
      }
      return object;
    }
  }
}
