package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.CostModels;

/**
 * Predicted savings beside those that runs measured, over a grid of networks and engines.
 *
 * @param rows one for each run that was measured
 * @param summary by cost model, over the rows that it predicted
 */
public record PredictionValidation(List<Row> rows, Map<String, Summary> summary) {

  /**
   * One run. All savings are fractions.
   *
   * @param arch name of the network
   * @param engine name of the engine
   * @param device the device
   * @param strategy the strategy's name
   * @param t0 its t_0
   * @param cache whether the outputs of frozen layers were cached
   * @param predicted saving by cost model
   * @param predictedLow lower end of the calibrated prediction's 90 % interval, null without one
   * @param predictedHigh upper end
   * @param measuredSaving saving in the wall-clock time of training steps
   * @param measuredSavingLow lower end of its 90 % interval
   * @param measuredSavingHigh upper end
   * @param steadySaving the same if the machine had been equally fast all the time, see {@link
   *     SavingEstimate#steady}
   */
  public record Row(
      String arch,
      String engine,
      String device,
      String strategy,
      double t0,
      boolean cache,
      Map<String, Double> predicted,
      Double predictedLow,
      Double predictedHigh,
      double measuredSaving,
      double measuredSavingLow,
      double measuredSavingHigh,
      double steadySaving) {

    /** Whether the predicted interval holds the measured saving; null without an interval. */
    public Boolean within() {
      return predictedLow == null ? null : holds(measuredSaving);
    }

    private boolean holds(double saving) {
      return predictedLow <= saving && saving <= predictedHigh;
    }
  }

  /**
   * How good the predictions of one cost model are. A point is a hundredth.
   *
   * @param rows how many it predicted
   * @param meanAbsoluteErrorPoints mean of |predicted - measured|
   * @param worstPoints the largest of them
   * @param steadyMeanAbsoluteErrorPoints mean of |predicted - steady saving|
   * @param steadyWorstPoints the largest of them
   * @param intervalCoverage share of the rows whose interval holds the measurement; null for models
   *     without intervals
   * @param steadyIntervalCoverage share of the rows whose interval holds the steady saving; null
   *     likewise
   * @param meanHalfWidthPoints mean of half the intervals' widths; null likewise
   */
  public record Summary(
      int rows,
      double meanAbsoluteErrorPoints,
      double worstPoints,
      double steadyMeanAbsoluteErrorPoints,
      double steadyWorstPoints,
      Double intervalCoverage,
      Double steadyIntervalCoverage,
      Double meanHalfWidthPoints) {}

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
  public static List<Row> readRows(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("no such folder: " + folder);
    }
    List<Row> rows = new ArrayList<>();
    for (Path part : folders(folder)) {
      Path calibration = part.resolve(CALIBRATION);
      if (Comparison.isAt(part) && Files.isRegularFile(calibration)) {
        Comparison read = Comparison.read(part);
        rows.addAll(
            rows(
                Comparison.of(
                    read.architecture(),
                    read.baseline(),
                    read.runs(),
                    costModels(Calibration.read(calibration), read.architecture()))));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(folder + " holds no run that a validation measured");
    }
    return rows;
  }

  /** The models whose predictions are put to the test. */
  public static List<CostModel> costModels(Calibration calibration, ArchitectureSpec architecture) {
    return List.of(
        CostModels.named("paper"), CostModels.named("gradient"), calibration.cost(architecture));
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
  public static PredictionValidation of(List<Row> rows) {
    Map<String, List<Row>> byModel = new LinkedHashMap<>();
    for (Row row : rows) {
      row.predicted()
          .keySet()
          .forEach(model -> byModel.computeIfAbsent(model, m -> new ArrayList<>()).add(row));
    }
    Map<String, Summary> summary = new LinkedHashMap<>();
    byModel.forEach((model, predicted) -> summary.put(model, summary(model, predicted)));
    return new PredictionValidation(rows, summary);
  }

  /** The rows of a comparison whose runs came to their end. */
  public static List<Row> rows(Comparison comparison) {
    List<Row> rows = new ArrayList<>();
    for (ComparisonRow row : comparison.rows()) {
      if (row.measuredSaving() != null) {
        rows.add(
            new Row(
                comparison.architecture().name(),
                row.engine(),
                row.device(),
                row.strategy(),
                row.t0(),
                row.cache(),
                row.predicted(),
                row.predictedLow(),
                row.predictedHigh(),
                row.measuredSaving(),
                row.measuredSavingLow(),
                row.measuredSavingHigh(),
                row.steadySaving()));
      }
    }
    return rows;
  }

  private static Summary summary(String model, List<Row> rows) {
    double[] errors = errors(model, rows, Row::measuredSaving);
    double[] steadyErrors = errors(model, rows, Row::steadySaving);
    boolean interval =
        model.equals(CalibratedCost.NAME)
            && rows.stream().allMatch(row -> row.predictedLow() != null);
    return new Summary(
        rows.size(),
        StatUtils.mean(errors),
        StatUtils.max(errors),
        StatUtils.mean(steadyErrors),
        StatUtils.max(steadyErrors),
        interval ? coverage(rows, Row::measuredSaving) : null,
        interval ? coverage(rows, Row::steadySaving) : null,
        interval
            ? rows.stream()
                .mapToDouble(row -> 50 * (row.predictedHigh() - row.predictedLow()))
                .average()
                .orElseThrow()
            : null);
  }

  private static double coverage(List<Row> rows, ToDoubleFunction<Row> measured) {
    long held = rows.stream().filter(row -> row.holds(measured.applyAsDouble(row))).count();
    return (double) held / rows.size();
  }

  private static double[] errors(String model, List<Row> rows, ToDoubleFunction<Row> measured) {
    return rows.stream()
        .mapToDouble(
            row -> 100 * Math.abs(row.predicted().get(model) - measured.applyAsDouble(row)))
        .toArray();
  }
}
