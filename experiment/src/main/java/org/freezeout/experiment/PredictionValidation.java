package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModels;
import org.freezeout.experiment.ValidationRow.Measurement;

/**
 * Predicted savings beside those that runs measured, over a grid of networks and engines.
 *
 * @param rows one for each network, engine and schedule that was measured
 * @param summary by cost model, over the rows that it predicted
 */
public record PredictionValidation(List<ValidationRow> rows, Map<String, Summary> summary) {

  /**
   * How good the predictions of one cost model are. A point is a hundredth.
   *
   * @param rows how many it predicted
   * @param meanAbsoluteErrorPoints mean of |predicted - measured|
   * @param worstPoints the largest of them
   * @param steadyMeanAbsoluteErrorPoints mean of |predicted - steady saving|
   * @param steadyWorstPoints the largest of them
   * @param intervalCoverage share of the measurements that the rows' intervals hold; null for
   *     models without intervals
   * @param steadyIntervalCoverage share of the steady savings that they hold; null likewise
   * @param meanHalfWidthPoints mean of half the intervals' widths; null likewise
   * @param totalMeanAbsoluteErrorPoints mean of |predicted - measured| of the total saving; null
   *     for models that predict none
   * @param totalWorstPoints the largest of them; null likewise
   * @param totalIntervalCoverage share of the measured total savings that their intervals hold;
   *     null likewise
   */
  public record Summary(
      int rows,
      double meanAbsoluteErrorPoints,
      double worstPoints,
      double steadyMeanAbsoluteErrorPoints,
      double steadyWorstPoints,
      Double intervalCoverage,
      Double steadyIntervalCoverage,
      Double meanHalfWidthPoints,
      Double totalMeanAbsoluteErrorPoints,
      Double totalWorstPoints,
      Double totalIntervalCoverage) {}

  /** Name of the file with all rows. */
  public static final String FILE = "validation.json";

  /** Name of the calibration that lies beside the files of a comparison. */
  public static final String CALIBRATION = "calibration.json";

  public PredictionValidation {
    rows = List.copyOf(rows);
  }

  /**
   * The rows of a validation that came as far as measuring some, predicted and measured anew from
   * its calibrations and runs.
   *
   * @param folder that it wrote
   * @throws IllegalArgumentException if there are none, or a file is damaged, in one line that
   *     names it
   */
  public static List<ValidationRow> readRows(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("no such folder: " + folder);
    }
    List<ValidationRow> rows = new ArrayList<>();
    for (Path part : folders(folder)) {
      Path calibration = part.resolve(CALIBRATION);
      List<Path> repetitions = repetitions(part);
      if (!repetitions.isEmpty() && Files.isRegularFile(calibration)) {
        rows.addAll(rows(repetitions, Calibration.read(calibration)));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(folder + " holds no run that a validation measured");
    }
    return rows;
  }

  /**
   * Where the files of a repetition go.
   *
   * @param part folder of the network and engine
   * @param repetition from 1
   * @param repetitions of how many; the files of a single one go into the folder itself
   */
  public static Path repetition(Path part, int repetition, int repetitions) {
    return repetitions == 1 ? part : part.resolve(Integer.toString(repetition));
  }

  private static List<Path> repetitions(Path part) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Comparison.isAt(part)) {
      found.add(part);
    }
    for (int i = 1; Comparison.isAt(part.resolve(Integer.toString(i))); i++) {
      found.add(part.resolve(Integer.toString(i)));
    }
    return found;
  }

  private static List<ValidationRow> rows(List<Path> repetitions, Calibration calibration)
      throws IOException {
    List<Comparison> comparisons = new ArrayList<>();
    for (Path repetition : repetitions) {
      Comparison read = Comparison.read(repetition);
      comparisons.add(compare(read.architecture(), read.baseline(), read.runs(), calibration));
    }
    return rows(comparisons);
  }

  /** Compares runs with what their calibration predicts. */
  public static Comparison compare(
      ArchitectureSpec architecture,
      TrainingRun baseline,
      List<TrainingRun> runs,
      Calibration calibration) {
    return Comparison.of(
        architecture,
        baseline,
        runs,
        List.of(
            CostModels.named("paper"),
            CostModels.named("gradient"),
            calibration.cost(architecture)),
        Optional.of(calibration.runTime(architecture)));
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** Writes {@code validation.json}. */
  public void write(Path folder) throws IOException {
    Json.write(folder.resolve(FILE), this);
  }

  /** Sums rows up. */
  public static PredictionValidation of(List<ValidationRow> rows) {
    Map<String, List<ValidationRow>> byModel = new LinkedHashMap<>();
    for (ValidationRow row : rows) {
      row.predicted()
          .keySet()
          .forEach(model -> byModel.computeIfAbsent(model, m -> new ArrayList<>()).add(row));
    }
    Map<String, Summary> summary = new LinkedHashMap<>();
    byModel.forEach((model, predicted) -> summary.put(model, summary(model, predicted)));
    return new PredictionValidation(rows, summary);
  }

  /**
   * The rows of comparisons that repeat each other, for the runs that came to their end at least
   * once.
   *
   * @throws IllegalArgumentException if they compare other runs
   */
  public static List<ValidationRow> rows(List<Comparison> repetitions) {
    Comparison first = repetitions.get(0);
    List<ValidationRow> rows = new ArrayList<>();
    for (ComparisonRow run : first.rows()) {
      List<ComparisonRow> measured =
          repetitions.stream()
              .map(repetition -> row(repetition, run.run()))
              .filter(row -> row.measuredSaving() != null)
              .toList();
      if (!measured.isEmpty()) {
        rows.add(ValidationRow.of(first.architecture().name(), measured));
      }
    }
    return rows;
  }

  private static ComparisonRow row(Comparison comparison, String run) {
    return comparison.rows().stream()
        .filter(row -> row.run().equals(run))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("a repetition does not have the run " + run));
  }

  private static Summary summary(String model, List<ValidationRow> rows) {
    double[] errors =
        errors(rows, row -> row.predicted().get(model), ValidationRow::measuredSaving);
    double[] steady = errors(rows, row -> row.predicted().get(model), ValidationRow::steadySaving);
    boolean calibrated = model.equals(CalibratedCost.NAME);
    boolean interval = calibrated && rows.stream().allMatch(row -> row.predictedLow() != null);
    boolean total = calibrated && rows.stream().allMatch(row -> row.predictedTotalSaving() != null);
    double[] totals =
        total
            ? errors(rows, ValidationRow::predictedTotalSaving, ValidationRow::totalSaving)
            : new double[0];
    return new Summary(
        rows.size(),
        StatUtils.mean(errors),
        StatUtils.max(errors),
        StatUtils.mean(steady),
        StatUtils.max(steady),
        interval ? mean(rows, row -> row.held(Measurement::measuredSaving)) : null,
        interval ? mean(rows, row -> row.held(Measurement::steadySaving)) : null,
        interval ? mean(rows, row -> 50 * (row.predictedHigh() - row.predictedLow())) : null,
        total ? StatUtils.mean(totals) : null,
        total ? StatUtils.max(totals) : null,
        total ? mean(rows, ValidationRow::totalHeld) : null);
  }

  private static double mean(List<ValidationRow> rows, ToDoubleFunction<ValidationRow> value) {
    return rows.stream().mapToDouble(value).average().orElseThrow();
  }

  private static double[] errors(
      List<ValidationRow> rows,
      ToDoubleFunction<ValidationRow> predicted,
      ToDoubleFunction<ValidationRow> measured) {
    return rows.stream()
        .mapToDouble(
            row -> 100 * Math.abs(predicted.applyAsDouble(row) - measured.applyAsDouble(row)))
        .toArray();
  }
}
