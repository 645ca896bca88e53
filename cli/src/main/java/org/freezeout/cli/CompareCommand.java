package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.Json;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.report.ComparisonReport;
import org.freezeout.report.Fonts;
import org.freezeout.schedule.FreezeOut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains the baseline and schedules in lockstep and reports predicted beside measured savings. */
@Command(
    name = "compare",
    description = {
      "Trains a network without freezing and with each strategy, step by step in turn, and puts"
          + " predicted beside measured savings.%n",
      "Writes comparison.json, comparison.csv, report.html and report.md, and a folder for each"
          + " run. Ctrl-C stops cleanly between two steps.%n",
      "Example: freezeout compare --dataset cifar10:data --arch wrn-16-4 --epochs 10%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class CompareCommand implements Callable<Integer> {

  @Mixin private TrainingOptions training;

  @Mixin private SchedulesOptions strategies;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    Fonts.check();
    List<FreezeOut> schedules = strategies.schedules(training.baseRate());
    Experiment experiment = training.experiment("compare");
    List<PlannedRun> runs =
        training.caching().planned(experiment.spec(), training.baseRate(), schedules);
    runs.forEach(experiment::predicted);
    Training.Outcome outcome =
        Training.run(
            experiment,
            runs,
            lockstep -> {
              List<TrainingRun> trained =
                  lockstep.trainAll(experiment.backend(), experiment.data(), experiment.folder());
              comparison(experiment, trained).write(experiment.folder());
              return trained;
            });
    if (!outcome.stopped()) {
      report(experiment.folder(), format.format);
    }
    return outcome.exitCode();
  }

  /** The comparison of all runs, the baseline first. */
  static Comparison comparison(Experiment experiment, List<TrainingRun> runs) {
    return Comparison.of(
        experiment.spec().architecture(),
        runs.get(0),
        runs.subList(1, runs.size()),
        experiment.costModels(),
        experiment.time());
  }

  /** Writes the report and prints the rows. */
  static void report(Path folder, Format format) throws IOException {
    Path report = ComparisonReport.write(folder);
    List<ComparisonRow> rows = Comparison.read(folder).rows();
    switch (format) {
      case TABLE -> {
        System.out.println(
            "Savings, predicted by "
                + String.join(" and ", rows.get(0).predicted().keySet())
                + " and measured (with its 90 % interval; total: with data and evaluation)");
        table(rows).print(Format.TABLE);
        System.out.println("report: " + report);
      }
      case CSV -> System.out.print(Files.readString(folder.resolve(ComparisonReport.CSV)));
      case JSON -> System.out.println(Json.pretty(rows));
    }
    if (format != Format.TABLE) {
      System.err.println("report: " + report);
    }
  }

  private static Table table(List<ComparisonRow> rows) {
    boolean cache = rows.stream().anyMatch(ComparisonRow::cache);
    List<Map<String, Object>> cells = rows.stream().map(row -> cells(row, cache)).toList();
    Set<String> columns = new LinkedHashSet<>();
    cells.forEach(row -> columns.addAll(row.keySet()));
    var table = new Table(columns.toArray(String[]::new));
    cells.forEach(row -> table.row(columns.stream().map(row::get).toArray()));
    return table;
  }

  private static Map<String, Object> cells(ComparisonRow row, boolean cache) {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("strategy", row.strategy());
    cells.put("t0", row.t0());
    if (cache) {
      cells.put("cache", row.cachePrecision());
    }
    cells.putAll(row.predicted());
    if (row.predictedLow() != null) {
      cells.put("from", row.predictedLow());
      cells.put("to", row.predictedHigh());
    }
    cells.put("measured", row.measuredSaving());
    cells.put("low", row.measuredSavingLow());
    cells.put("high", row.measuredSavingHigh());
    cells.put("total", row.totalSaving());
    if (row.predictedTotalSaving() != null) {
      cells.put("predicted total", row.predictedTotalSaving());
    }
    cells.put("error %", row.errorPercent());
    cells.put("baseline %", row.baselineErrorPercent());
    cells.put("status", row.status());
    return cells;
  }
}
