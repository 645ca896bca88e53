package org.freezeout.report;

import java.util.List;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.PredictionGap;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.Timeline;
import org.freezeout.experiment.TrainingRun;

/**
 * A run in the main table, every cell as it is shown. Cells that make no sense are empty.
 *
 * @param color of the strategy in figures
 * @param strategy its name
 * @param t0 its t_0
 * @param predicted savings in the order of the page's cost models
 * @param measured saving
 * @param interval its 90 % interval
 * @param difference measured minus {@code gradient}, in points
 * @param noteworthy whether that wants an explanation
 * @param cpu saving in processor time
 * @param total saving with waiting for data and evaluation
 * @param predictedTotal what a calibration predicted of it, with its 90 % interval
 * @param time the run's own time
 * @param error test error
 * @param errorChange against the baseline, in points
 * @param hits share of images whose frozen groups did not run, as their output was cached
 * @param factor how many times as fast as without a cache steps were
 * @param status how far the run came
 * @param finished whether that is its end
 */
record ResultRow(
    String color,
    String strategy,
    String t0,
    List<String> predicted,
    String measured,
    String interval,
    String difference,
    boolean noteworthy,
    String cpu,
    String total,
    String predictedTotal,
    String time,
    String error,
    String errorChange,
    String hits,
    String factor,
    String status,
    boolean finished) {

  static ResultRow ofBaseline(TrainingRun run, List<String> models) {
    return new ResultRow(
        Palette.html(Palette.ofStrategy(run.record().strategy())),
        run.record().strategy(),
        "",
        models.stream().map(model -> "").toList(),
        "",
        "",
        "",
        false,
        "",
        "",
        "",
        Words.duration(Timeline.of(run).end()),
        Words.percentValue(run.record().errorPercent()),
        "",
        "",
        "",
        Words.status(run.record()),
        run.finished());
  }

  static ResultRow of(
      ComparisonRow row, List<ComparisonRow> rows, TrainingRun run, List<String> models) {
    Double factor = row.factorOfCache(rows);
    Double difference = row.differenceFromGradient();
    return new ResultRow(
        Palette.html(Palette.ofStrategy(row.strategy())),
        row.strategy() + Words.cached(row),
        Words.number(row.t0()),
        models.stream().map(model -> predicted(row, model)).toList(),
        row.measuredSaving() == null ? Words.NOT_MEASURED : Words.percent(row.measuredSaving()),
        row.measuredSavingLow() == null
            ? ""
            : Words.interval(row.measuredSavingLow(), row.measuredSavingHigh()),
        Words.points(difference),
        difference != null && Math.abs(difference) > PredictionGap.NOTEWORTHY,
        Words.percent(row.measuredCpuSaving()),
        Words.percent(row.totalSaving()),
        predictedTotal(row),
        Words.duration(Timeline.of(run).end()),
        Words.percentValue(row.errorPercent()),
        Words.pointsValue(row.errorChange()),
        run.cacheHitShare().isPresent() ? Words.percent(run.cacheHitShare().getAsDouble()) : "",
        factor == null ? "" : Words.fixed(factor, 2),
        Words.status(run.record()),
        row.status() == RunStatus.FINISHED);
  }

  private static String predictedTotal(ComparisonRow row) {
    return row.predictedTotalSaving() == null
        ? ""
        : Words.percent(row.predictedTotalSaving())
            + " ("
            + Words.interval(row.predictedTotalLow(), row.predictedTotalHigh())
            + ")";
  }

  private static String predicted(ComparisonRow row, String model) {
    String saving = Words.percent(row.predicted().get(model));
    boolean interval = model.equals("calibrated") && row.predictedLow() != null;
    return interval
        ? saving + " (" + Words.interval(row.predictedLow(), row.predictedHigh()) + ")"
        : saving;
  }
}
