package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.RunTime;
import org.freezeout.cost.SavingInterval;
import org.freezeout.schedule.UniformAnnealing;

/**
 * A baseline and scheduled runs that advanced in lockstep with it, predicted beside measured.
 *
 * @param architecture the network of all runs
 * @param baseline the run in which nothing freezes
 * @param runs the scheduled runs
 * @param rows one for each scheduled run, in the same order
 */
public record Comparison(
    ArchitectureSpec architecture,
    TrainingRun baseline,
    List<TrainingRun> runs,
    List<ComparisonRow> rows) {

  /** Name of the file that makes a folder a comparison. */
  public static final String FILE = "comparison.json";

  private static final double MOST_FRACTION = 1e6;

  public Comparison {
    runs = List.copyOf(runs);
    rows = List.copyOf(rows);
  }

  /**
   * Compares runs.
   *
   * @param architecture their network
   * @param baseline the run in which nothing freezes
   * @param runs the scheduled runs
   * @param costModels predict the savings; a calibrated one with the interval of what they measure,
   *     and those of runs with a cache only if it was measured with one
   */
  public static Comparison of(
      ArchitectureSpec architecture,
      TrainingRun baseline,
      List<TrainingRun> runs,
      List<CostModel> costModels) {
    return of(architecture, baseline, runs, costModels, Optional.empty());
  }

  /**
   * Compares runs, with their predicted total savings.
   *
   * @param architecture their network
   * @param baseline the run in which nothing freezes
   * @param runs the scheduled runs
   * @param costModels as above
   * @param time predicts how long runs take, with a cache as above; empty for nothing
   */
  public static Comparison of(
      ArchitectureSpec architecture,
      TrainingRun baseline,
      List<TrainingRun> runs,
      List<CostModel> costModels,
      Optional<RunTime> time) {
    List<ComparisonRow> rows = new ArrayList<>();
    for (TrainingRun run : runs) {
      RunRecord record = run.record();
      FreezePlan plan = record.plan(architecture.groups().size());
      Optional<SavingInterval> total =
          time.filter(t -> t.predicts(plan))
              .map(
                  t ->
                      t.inLockstep(plan, record.length(), record.testImages(), runs.size() + 1)
                          .totalSaving());
      rows.add(row(architecture, baseline, run, runs.size() + 1, costModels, total));
    }
    return new Comparison(architecture, baseline, runs, rows);
  }

  /**
   * Reads a comparison from its folder.
   *
   * @throws IllegalArgumentException if a file is missing or damaged, in one line that names it
   */
  public static Comparison read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    DigestFile.check(file);
    ComparisonRow[] rows = Json.read(file, ComparisonRow[].class);
    Path baseline = folder.resolve(UniformAnnealing.NAME);
    List<TrainingRun> runs = new ArrayList<>();
    for (ComparisonRow row : rows) {
      if (row == null) {
        throw new IllegalArgumentException(file + ": null is not a row");
      }
      if (!row.run().matches("[a-zA-Z0-9][a-zA-Z0-9.-]*")) {
        throw new IllegalArgumentException(
            file + ": run must name a folder beside the file, got " + Json.shortened(row.run()));
      }
      TrainingRun run = RunFolder.read(folder.resolve(row.run()));
      if (!row.strategy().equals(run.record().strategy())
          || !Double.valueOf(row.t0()).equals(run.record().t0())) {
        throw new IllegalArgumentException(
            file
                + ": strategy and t0 must be those of "
                + row.run()
                + Json.shortened(", got " + row.strategy() + " and " + row.t0()));
      }
      requireFractions(file, row);
      runs.add(run);
    }
    TrainingRun baselineRun = RunFolder.read(baseline);
    ArchitectureSpec architecture = RunFolder.readArchitecture(baseline);
    for (int i = 0; i < rows.length; i++) {
      Path run = folder.resolve(rows[i].run());
      if (!RunFolder.readArchitecture(run).equals(architecture)) {
        throw new IllegalArgumentException(run + " trained another network than " + baseline);
      }
      requirePrefixes(run, runs.get(i), architecture.groups().size());
    }
    requirePrefixes(baseline, baselineRun, architecture.groups().size());
    return new Comparison(architecture, baselineRun, runs, List.of(rows));
  }

  private static void requirePrefixes(Path run, TrainingRun read, int groups) {
    for (Metric.Step step : read.steps()) {
      if (step.frozenPrefix() > groups) {
        throw new IllegalArgumentException(
            run
                + ": frozen_prefix of step "
                + step.step()
                + " must be at most the number of layer groups, "
                + groups
                + ", got "
                + step.frozenPrefix());
      }
    }
  }

  /** What no clock gives cannot be drawn either; NaN stands for what is not known. */
  private static void requireFractions(Path file, ComparisonRow row) {
    if ((row.predictedLow() == null) != (row.predictedHigh() == null)
        || (row.predictedTotalLow() == null) != (row.predictedTotalHigh() == null)
        || (row.measuredSavingLow() == null) != (row.measuredSavingHigh() == null)) {
      throw new IllegalArgumentException(
          file + ": an interval of " + row.run() + " must have both ends or none");
    }
    Map<String, Double> fractions = new LinkedHashMap<>();
    row.predicted().forEach((model, saving) -> fractions.put("predicted." + model, saving));
    fractions.put("predicted_low", row.predictedLow());
    fractions.put("predicted_high", row.predictedHigh());
    fractions.put("predicted_total_saving", row.predictedTotalSaving());
    fractions.put("predicted_total_low", row.predictedTotalLow());
    fractions.put("predicted_total_high", row.predictedTotalHigh());
    fractions.put("measured_saving", row.measuredSaving());
    fractions.put("measured_saving_low", row.measuredSavingLow());
    fractions.put("measured_saving_high", row.measuredSavingHigh());
    fractions.put("steady_saving", row.steadySaving());
    fractions.forEach(
        (field, value) -> {
          if (value != null && Math.abs(value) > MOST_FRACTION) {
            throw new IllegalArgumentException(
                file + ": " + field + " of " + row.run() + " is no saving, got " + value);
          }
        });
  }

  /** Whether a folder holds a comparison. */
  public static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /** Writes {@code comparison.json}, and its digest beside. */
  public void write(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    DigestFile.delete(file);
    Json.write(file, rows);
    DigestFile.write(file);
  }

  /** The audit of a scheduled run. */
  public FreezeAudit audit(TrainingRun run) {
    return FreezeAudit.of(baseline, run, architecture);
  }

  private static ComparisonRow row(
      ArchitectureSpec architecture,
      TrainingRun baseline,
      TrainingRun run,
      int runs,
      List<CostModel> costModels,
      Optional<SavingInterval> total) {
    RunRecord record = run.record();
    FreezePlan plan = record.plan(architecture.groups().size());
    Map<String, Double> predicted = new LinkedHashMap<>();
    SavingInterval interval = null;
    for (CostModel model : costModels) {
      if (model instanceof CalibratedCost calibrated) {
        if (!calibrated.predicts(plan)) {
          continue;
        }
        interval = calibrated.interval(plan, record.length(), runs);
      }
      predicted.put(model.name(), model.saving(architecture, plan));
    }
    boolean measured = baseline.finished() && run.finished();
    SavingEstimate wall =
        measured
            ? SavingEstimate.of(
                baseline.steps(),
                run.steps(),
                Metric.Step::wallSeconds,
                record.length().stepsPerEpoch(),
                record.seed())
            : null;
    return new ComparisonRow(
        record.strategy(),
        record.t0(),
        record.cache(),
        record.cachePrecision(),
        predicted,
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high(),
        measured ? wall.saving() : null,
        measured ? wall.low() : null,
        measured ? wall.high() : null,
        measured ? wall.steady() : null,
        measured ? cpuSaving(baseline, run) : null,
        measured ? 1 - Timeline.of(run).end() / Timeline.of(baseline).end() : null,
        total.map(SavingInterval::saving).orElse(null),
        total.map(SavingInterval::low).orElse(null),
        total.map(SavingInterval::high).orElse(null),
        record.errorPercent(),
        baseline.record().errorPercent(),
        record.status(),
        record.failure(),
        record.engine(),
        record.device(),
        record.name());
  }

  /** Null where the processor's clock is too coarse for the baseline's steps. */
  private static Double cpuSaving(TrainingRun baseline, TrainingRun run) {
    double saving = SavingEstimate.saving(baseline.steps(), run.steps(), Metric.Step::cpuSeconds);
    return Double.isFinite(saving) ? saving : null;
  }
}
