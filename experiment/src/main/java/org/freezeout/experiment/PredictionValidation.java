package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.freezeout.cost.CalibratedCost;

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
   * @param predicted saving by cost model
   * @param predictedLow lower end of the calibrated prediction's 90 % interval, null without one
   * @param predictedHigh upper end
   * @param measuredSaving saving in the wall-clock time of training steps
   * @param measuredSavingLow lower end of its 90 % interval
   * @param measuredSavingHigh upper end
   */
  public record Row(
      String arch,
      String engine,
      String device,
      String strategy,
      double t0,
      Map<String, Double> predicted,
      Double predictedLow,
      Double predictedHigh,
      double measuredSaving,
      double measuredSavingLow,
      double measuredSavingHigh) {

    /**
     * Checks what readers rely on.
     *
     * @throws IllegalArgumentException if something is missing
     */
    public Row {
      Numbers.present("arch", arch);
      Numbers.present("engine", engine);
      Numbers.present("device", device);
      Numbers.present("strategy", strategy);
      Numbers.present("predicted", predicted)
          .forEach((model, saving) -> Numbers.present("predicted." + model, saving));
      if ((predictedLow == null) != (predictedHigh == null)) {
        throw new IllegalArgumentException("an interval must have both ends or none");
      }
      predicted = Collections.unmodifiableMap(new LinkedHashMap<>(predicted));
    }

    /** Whether the predicted interval holds the measured saving; null without an interval. */
    public Boolean within() {
      return predictedLow == null
          ? null
          : predictedLow <= measuredSaving && measuredSaving <= predictedHigh;
    }
  }

  /**
   * How good the predictions of one cost model are. A point is a hundredth.
   *
   * @param rows how many it predicted
   * @param meanAbsoluteErrorPoints mean of |predicted - measured|
   * @param worstPoints the largest of them
   * @param intervalCoverage share of the rows whose interval holds the measurement; null for models
   *     without intervals
   * @param meanHalfWidthPoints mean of half the intervals' widths; null likewise
   */
  public record Summary(
      int rows,
      double meanAbsoluteErrorPoints,
      double worstPoints,
      Double intervalCoverage,
      Double meanHalfWidthPoints) {}

  /** Name of the file that makes a folder a validation. */
  public static final String FILE = "validation.json";

  public PredictionValidation {
    Numbers.present("rows", rows).forEach(row -> Numbers.present("a row", row));
    rows = List.copyOf(rows);
  }

  /**
   * Reads a validation from its folder; it is summed up anew.
   *
   * @throws IllegalArgumentException if the file is missing or damaged, in one line that names it
   */
  public static PredictionValidation read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    List<Row> rows = Json.read(file, PredictionValidation.class).rows();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(file + ": rows must not be empty");
    }
    return of(rows);
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
                row.predicted(),
                row.predictedLow(),
                row.predictedHigh(),
                row.measuredSaving(),
                row.measuredSavingLow(),
                row.measuredSavingHigh()));
      }
    }
    return rows;
  }

  private static Summary summary(String model, List<Row> rows) {
    double[] errors =
        rows.stream()
            .mapToDouble(row -> 100 * Math.abs(row.predicted().get(model) - row.measuredSaving()))
            .toArray();
    boolean interval =
        model.equals(CalibratedCost.NAME)
            && rows.stream().allMatch(row -> row.predictedLow() != null);
    return new Summary(
        rows.size(),
        StatUtils.mean(errors),
        StatUtils.max(errors),
        interval ? (double) rows.stream().filter(Row::within).count() / rows.size() : null,
        interval
            ? rows.stream()
                .mapToDouble(row -> 50 * (row.predictedHigh() - row.predictedLow()))
                .average()
                .orElseThrow()
            : null);
  }
}
