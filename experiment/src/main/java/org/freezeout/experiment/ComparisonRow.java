package org.freezeout.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of {@code comparison.json}: a strategy and t_0 against the baseline. All savings are
 * fractions of the baseline; what is not known is null.
 *
 * @param strategy the strategy's name
 * @param t0 its t_0
 * @param cache whether the run kept the output of its frozen prefix; absent, so false, in older
 *     files
 * @param cachePrecision how, {@code float32} or {@code float16}; null where it did not
 * @param predicted saving by cost model, for the freeze steps of this run
 * @param predictedLow lower end of the calibrated prediction's 90 % interval
 * @param predictedHigh upper end
 * @param measuredSaving saving in the wall-clock time of training steps
 * @param measuredSavingLow lower end of its 90 % interval
 * @param measuredSavingHigh upper end
 * @param steadySaving {@link SavingEstimate#steady}; null in older files
 * @param measuredCpuSaving the same in processor time
 * @param totalSaving saving in wall-clock time with waiting for data and evaluation
 * @param predictedTotalSaving the same as predicted by a calibration; absent, so null, in older
 *     files
 * @param predictedTotalLow lower end of its 90 % interval
 * @param predictedTotalHigh upper end
 * @param errorPercent test error of the run
 * @param baselineErrorPercent test error of the baseline
 * @param status of the run
 * @param failure why it failed
 * @param engine name of the engine
 * @param device the device
 * @param run the run's folder, beside the file
 */
public record ComparisonRow(
    String strategy,
    double t0,
    Boolean cache,
    String cachePrecision,
    Map<String, Double> predicted,
    Double predictedLow,
    Double predictedHigh,
    Double measuredSaving,
    Double measuredSavingLow,
    Double measuredSavingHigh,
    Double steadySaving,
    Double measuredCpuSaving,
    Double totalSaving,
    Double predictedTotalSaving,
    Double predictedTotalLow,
    Double predictedTotalHigh,
    Double errorPercent,
    Double baselineErrorPercent,
    RunStatus status,
    String failure,
    String engine,
    String device,
    String run) {

  /**
   * Checks what readers rely on.
   *
   * @throws IllegalArgumentException if something is missing
   */
  public ComparisonRow {
    Numbers.present("strategy", strategy);
    Numbers.present("predicted", predicted)
        .forEach(
            (model, saving) -> {
              if (!model.matches("[a-z0-9-]{1,40}")) {
                throw new IllegalArgumentException("predicted must hold cost models, got " + model);
              }
              Numbers.present("predicted." + model, saving);
            });
    Numbers.present("status", status);
    Numbers.present("engine", engine);
    Numbers.present("device", device);
    Numbers.present("run", run);
    cache = cache != null && cache;
    predicted = Collections.unmodifiableMap(new LinkedHashMap<>(predicted));
  }

  /** A row of a run without a cache, and without a predicted total saving. */
  public ComparisonRow(
      String strategy,
      double t0,
      Map<String, Double> predicted,
      Double predictedLow,
      Double predictedHigh,
      Double measuredSaving,
      Double measuredSavingLow,
      Double measuredSavingHigh,
      Double steadySaving,
      Double measuredCpuSaving,
      Double totalSaving,
      Double errorPercent,
      Double baselineErrorPercent,
      RunStatus status,
      String failure,
      String engine,
      String device,
      String run) {
    this(
        strategy,
        t0,
        false,
        null,
        predicted,
        predictedLow,
        predictedHigh,
        measuredSaving,
        measuredSavingLow,
        measuredSavingHigh,
        steadySaving,
        measuredCpuSaving,
        totalSaving,
        null,
        null,
        null,
        errorPercent,
        baselineErrorPercent,
        status,
        failure,
        engine,
        device,
        run);
  }

  /** The saving that the {@code gradient} cost model predicts, null where it was not asked. */
  public Double gradient() {
    return predicted.get("gradient");
  }

  /** Measured minus {@code gradient} saving, null where one of them is not known. */
  public Double differenceFromGradient() {
    return measuredSaving == null || gradient() == null ? null : measuredSaving - gradient();
  }

  /** Test error minus the baseline's in percentage points, null where one is not known. */
  public Double errorChange() {
    return errorPercent == null || baselineErrorPercent == null
        ? null
        : errorPercent - baselineErrorPercent;
  }

  /**
   * How many times as fast as the same without a cache this row's training steps were.
   *
   * @param rows of the comparison
   * @return null where this row has no cache, or there is none to compare it with
   */
  public Double factorOfCache(List<ComparisonRow> rows) {
    if (!cache || measuredSaving == null) {
      return null;
    }
    return rows.stream()
        .filter(row -> !row.cache() && row.strategy().equals(strategy) && row.t0() == t0)
        .filter(row -> row.measuredSaving() != null)
        .map(row -> (1 - row.measuredSaving()) / (1 - measuredSaving))
        .findFirst()
        .orElse(null);
  }
}
