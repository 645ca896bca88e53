package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.Calibration;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Json;
import org.freezeout.experiment.OutputFolder;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.PredictionValidation;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.experiment.ValidationRow;
import org.freezeout.schedule.FreezeOut;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Calibrates, predicts, trains and measures, over a grid. */
@Command(
    name = "validate-predictions",
    description = {
      "Puts predictions to the test: for each network and engine, calibrates, predicts, then trains"
          + " the baseline and every strategy with every t0 in lockstep, and measures; with --cache,"
          + " every strategy with a cache as well.%n",
      "Writes validation.json, and for each network and engine a folder with its calibration.json"
          + " and the files of 'compare'. Nothing else should run meanwhile.%n",
      "Example: freezeout validate-predictions --arch wrn-16-1,vgg-11 --strategy linear,cubic"
          + " --t0 0.5,0.8%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class ValidatePredictionsCommand implements Callable<Integer> {

  private static final int MOST_REPETITIONS = 1000;

  @Option(
      names = "--arch",
      paramLabel = "NAME|FILE",
      order = 10,
      split = ",",
      defaultValue = "wrn-16-1,vgg-11,densenet-bc-22-12",
      description = "The networks; may be repeated (default: ${DEFAULT-VALUE}).")
  private List<String> archs;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      order = 20,
      split = ",",
      defaultValue = "mxnet,pytorch",
      description =
          "The engines: mxnet, pytorch, simulated[:FILE]; may be repeated (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> engines;

  @Mixin private SetupOptions setup;

  @Mixin private CachingOptions caching;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      order = 24,
      defaultValue = "1",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Mixin private SchedulesOptions strategies;

  @Option(
      names = "--calibration-seconds",
      paramLabel = "N",
      order = 40,
      defaultValue = "" + Calibrator.SECONDS,
      description =
          "How long steps are timed in each calibration, as --seconds of 'calibrate' (default:"
              + " ${DEFAULT-VALUE}).")
  private int calibrationSeconds;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      order = 41,
      defaultValue = "1",
      description =
          "How often each network and engine is trained and measured, in turn and with seeds that"
              + " follow each other; a row gives the means (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--with",
      paramLabel = "DIR",
      order = 49,
      split = ",",
      description =
          "Folders of earlier validations, whose runs go before the new ones in the table and the"
              + " summary, predicted and measured again from their files.")
  private List<Path> earlier = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      order = 50,
      required = true,
      description = "Where the files go; an existing folder must be empty.")
  private Path out;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    double baseRate = Double.parseDouble(Defaults.BASE_RATE);
    List<FreezeOut> schedules = strategies.schedules(baseRate);
    OutputFolder.check(out);
    caching.check();
    Bounds.within("--calibration-seconds", 1, Calibrator.MOST_SECONDS, calibrationSeconds);
    Bounds.within("--repetitions", 1, MOST_REPETITIONS, repetitions);
    List<ValidationRow> rows = new ArrayList<>();
    for (Path folder : earlier) {
      rows.addAll(PredictionValidation.readRows(folder));
    }
    int before = rows.size();
    ImageDataset data = setup.data();
    // All of the grid is checked before any of it is trained.
    Map<Experiment, List<PlannedRun>> grid = new LinkedHashMap<>();
    for (String engine : engines) {
      EngineSpec engineSpec = setup.engine(engine);
      TrainingBackend backend = TrainingBackend.named(engineSpec.name());
      for (String arch : archs) {
        ExperimentSpec spec =
            setup.spec(
                arch, engineSpec, setup.optimization(epochs, baseRate), data, caching.views());
        List<PlannedRun> runs = caching.planned(spec, baseRate, schedules);
        PlannedRun.requireDifferent(runs);
        Path folder = out.resolve(spec.architecture().name() + "-" + engineSpec.name());
        grid.put(
            new Experiment(
                spec,
                data,
                backend,
                List.of(),
                Defaults.ALWAYS_PREDICTED,
                null,
                folder,
                Optional.empty()),
            runs);
      }
    }
    Map<Experiment, Calibration> calibrations = new LinkedHashMap<>();
    Map<Experiment, List<Comparison>> comparisons = new LinkedHashMap<>();
    for (int repetition = 1; repetition <= repetitions; repetition++) {
      for (Experiment experiment : grid.keySet()) {
        System.err.println(
            "freezeout: "
                + experiment.folder().getFileName()
                + (repetitions == 1 ? "" : ", repetition " + repetition + " of " + repetitions));
        if (repetition == 1) {
          Optional<Calibration> calibration = calibrate(experiment);
          if (calibration.isEmpty()) {
            return ExitCode.SOFTWARE;
          }
          calibrations.put(experiment, calibration.get());
        }
        Optional<Comparison> comparison =
            compare(experiment, repetition, grid.get(experiment), calibrations.get(experiment));
        if (comparison.isEmpty()) {
          return ExitCode.SOFTWARE;
        }
        comparisons.computeIfAbsent(experiment, e -> new ArrayList<>()).add(comparison.get());
      }
    }
    comparisons.values().forEach(c -> rows.addAll(PredictionValidation.rows(c)));
    int measured = grid.values().stream().mapToInt(runs -> runs.size() - 1).sum();
    PredictionValidation validation = PredictionValidation.of(rows);
    validation.write(out);
    print(validation);
    return rows.size() - before == measured ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Empty if it was stopped. */
  private Optional<Calibration> calibrate(Experiment experiment) throws IOException {
    return CalibrateCommand.calibrate(
        experiment.spec(),
        experiment.backend(),
        experiment.data(),
        calibrationSeconds,
        caching.asked());
  }

  /** Trains and measures; empty if it was stopped. */
  private Optional<Comparison> compare(
      Experiment experiment, int repetition, List<PlannedRun> planned, Calibration calibration)
      throws IOException {
    Experiment repeated =
        experiment.repeated(
            repetition - 1,
            PredictionValidation.repetition(experiment.folder(), repetition, repetitions));
    Training.Outcome outcome =
        Training.run(
            repeated,
            planned,
            lockstep -> lockstep.trainAll(repeated.backend(), repeated.data(), repeated.folder()));
    calibration.write(experiment.folder().resolve(PredictionValidation.CALIBRATION));
    if (outcome.stopped()) {
      return Optional.empty();
    }
    List<TrainingRun> runs = outcome.runs();
    Comparison comparison =
        PredictionValidation.compare(
            experiment.spec().architecture(),
            runs.get(0),
            runs.subList(1, runs.size()),
            calibration);
    comparison.write(repeated.folder());
    return Optional.of(comparison);
  }

  private void print(PredictionValidation validation) {
    if (format.format == Format.JSON) {
      System.out.println(Json.pretty(validation));
      return;
    }
    if (validation.rows().isEmpty()) {
      System.err.println("freezeout: no run came to its end");
      return;
    }
    boolean caches = validation.rows().stream().anyMatch(ValidationRow::cache);
    List<Map<String, Object>> rows =
        validation.rows().stream().map(row -> cells(row, caches)).toList();
    var table = new Table(rows.get(0).keySet().toArray(String[]::new));
    rows.forEach(row -> table.row(row.values().toArray()));
    table.print(format.format);
    if (format.format == Format.TABLE) {
      System.out.println();
      var summary =
          new Table(
              "cost_model",
              "rows",
              "mean_absolute_error_points",
              "worst_points",
              "steady_mean_absolute_error_points",
              "steady_worst_points",
              "interval_coverage",
              "steady_interval_coverage",
              "mean_half_width_points",
              "total_mean_absolute_error_points",
              "total_worst_points",
              "total_interval_coverage");
      validation
          .summary()
          .forEach(
              (model, s) ->
                  summary.row(
                      model,
                      s.rows(),
                      s.meanAbsoluteErrorPoints(),
                      s.worstPoints(),
                      s.steadyMeanAbsoluteErrorPoints(),
                      s.steadyWorstPoints(),
                      s.intervalCoverage(),
                      s.steadyIntervalCoverage(),
                      s.meanHalfWidthPoints(),
                      s.totalMeanAbsoluteErrorPoints(),
                      s.totalWorstPoints(),
                      s.totalIntervalCoverage()));
      summary.print(Format.TABLE);
    }
  }

  private static Map<String, Object> cells(ValidationRow row, boolean caches) {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("arch", row.arch());
    cells.put("engine", row.engine());
    cells.put("strategy", row.strategy());
    cells.put("t0", row.t0());
    if (caches) {
      cells.put("cache", row.cache() ? "yes" : "no");
    }
    cells.putAll(row.predicted());
    cells.put("predicted_low", row.predictedLow());
    cells.put("predicted_high", row.predictedHigh());
    cells.put("measured", row.measuredSaving());
    cells.put("steady", row.steadySaving());
    cells.put("within", within(row));
    cells.put("predicted_total", row.predictedTotalSaving());
    cells.put("predicted_total_low", row.predictedTotalLow());
    cells.put("predicted_total_high", row.predictedTotalHigh());
    cells.put("total", row.totalSaving());
    return cells;
  }

  private static String within(ValidationRow row) {
    return row.within() == null ? null : row.within() + " of " + row.measurements().size();
  }
}
