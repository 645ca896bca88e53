package org.freezeout.experiment;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * One schedule on one network and engine: what was predicted, and what one or several runs
 * measured. All savings are fractions.
 *
 * @param arch name of the network
 * @param engine name of the engine
 * @param device the device
 * @param strategy the strategy's name
 * @param t0 its t_0
 * @param cache whether the outputs of frozen layers were cached
 * @param predicted saving by cost model
 * @param predictedLow lower end of the calibrated prediction's 90 % interval for one run, null
 *     without one
 * @param predictedHigh upper end
 * @param predictedTotalSaving the calibrated prediction of {@code totalSaving}, null without one
 * @param predictedTotalLow lower end of its 90 % interval
 * @param predictedTotalHigh upper end
 * @param measuredSaving saving in the wall-clock time of training steps, mean of the measurements
 * @param measuredSavingLow lower end of its 90 % interval: of one measurement as {@link
 *     SavingEstimate} gives it, of several by how they scatter (Student's t)
 * @param measuredSavingHigh upper end
 * @param steadySaving the same if the machine had been equally fast all the time, see {@link
 *     SavingEstimate#steady}
 * @param totalSaving saving in wall-clock time with waiting for data and evaluation
 * @param measurements each of them
 */
public record ValidationRow(
    String arch,
    String engine,
    String device,
    String strategy,
    double t0,
    boolean cache,
    Map<String, Double> predicted,
    Double predictedLow,
    Double predictedHigh,
    Double predictedTotalSaving,
    Double predictedTotalLow,
    Double predictedTotalHigh,
    double measuredSaving,
    double measuredSavingLow,
    double measuredSavingHigh,
    double steadySaving,
    double totalSaving,
    List<Measurement> measurements) {

  /**
   * What one run measured, as {@link ComparisonRow} tells it.
   *
   * @param measuredSaving in the time of training steps
   * @param steadySaving on a machine of constant speed
   * @param totalSaving in all of the time
   */
  public record Measurement(double measuredSaving, double steadySaving, double totalSaving) {}

  /** An interval without a width holds what differs in the last bits. */
  private static final double ROUNDING = 1e-9;

  public ValidationRow {
    measurements = List.copyOf(measurements);
  }

  /**
   * A row of runs that repeat each other.
   *
   * @param arch name of the network
   * @param repetitions at least one, all finished
   */
  static ValidationRow of(String arch, List<ComparisonRow> repetitions) {
    ComparisonRow first = repetitions.get(0);
    double saving = mean(repetitions, ComparisonRow::measuredSaving);
    boolean once = repetitions.size() == 1;
    double halfWidth = once ? 0 : halfWidth(repetitions);
    return new ValidationRow(
        arch,
        first.engine(),
        first.device(),
        first.strategy(),
        first.t0(),
        first.cache(),
        first.predicted(),
        first.predictedLow(),
        first.predictedHigh(),
        first.predictedTotalSaving(),
        first.predictedTotalLow(),
        first.predictedTotalHigh(),
        saving,
        once ? first.measuredSavingLow() : saving - halfWidth,
        once ? first.measuredSavingHigh() : saving + halfWidth,
        mean(repetitions, ComparisonRow::steadySaving),
        mean(repetitions, ComparisonRow::totalSaving),
        repetitions.stream()
            .map(r -> new Measurement(r.measuredSaving(), r.steadySaving(), r.totalSaving()))
            .toList());
  }

  private static double halfWidth(List<ComparisonRow> repetitions) {
    double[] savings = repetitions.stream().mapToDouble(ComparisonRow::measuredSaving).toArray();
    double quantile =
        new TDistribution(savings.length - 1.0)
            .inverseCumulativeProbability((1 + SavingEstimate.CONFIDENCE) / 2);
    return quantile * Math.sqrt(StatUtils.variance(savings) / savings.length);
  }

  private static double mean(List<ComparisonRow> rows, ToDoubleFunction<ComparisonRow> value) {
    return rows.stream().mapToDouble(value).average().orElseThrow();
  }

  /** The share of the measurements that the predicted interval holds. */
  double held(ToDoubleFunction<Measurement> saving) {
    return share(predictedLow, predictedHigh, saving);
  }

  /** The share of the measured total savings that their predicted interval holds. */
  double totalHeld() {
    return share(predictedTotalLow, predictedTotalHigh, Measurement::totalSaving);
  }

  /** How many of the measured savings the predicted interval holds; null without an interval. */
  public Integer within() {
    return predictedLow == null
        ? null
        : (int) Math.round(held(Measurement::measuredSaving) * measurements.size());
  }

  private double share(double low, double high, ToDoubleFunction<Measurement> saving) {
    long held =
        measurements.stream()
            .mapToDouble(saving)
            .filter(value -> low - ROUNDING <= value && value <= high + ROUNDING)
            .count();
    return (double) held / measurements.size();
  }
}
