package org.freezeout.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.cost.RunForecast;
import org.freezeout.cost.RunTime;
import org.freezeout.experiment.Calibration;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.TrainingLength;

/**
 * How long runs of one network are predicted to take.
 *
 * @param time predicts it
 * @param groups layer groups of the network
 * @param length of the runs
 * @param trainingImages trained on in each epoch, but for the last partial batch
 * @param testImages evaluated after each epoch
 */
record TimeForecast(
    RunTime time, int groups, TrainingLength length, int trainingImages, int testImages) {

  /**
   * A run.
   *
   * @param policy its schedule
   * @param cache whether it has a cache
   * @param forecast of its time
   */
  record Run(FreezeOut policy, boolean cache, RunForecast forecast) {}

  /**
   * A forecast for runs of so many epochs.
   *
   * @param trainingImages null for as many as the data set had in the calibration
   * @param testImages null likewise
   * @throws IllegalArgumentException if there are fewer training images than a batch has
   */
  static TimeForecast of(
      Calibration calibration,
      Network network,
      int epochs,
      Integer trainingImages,
      Integer testImages) {
    int images =
        trainingImages == null
            ? calibration.besideSteps().trainingImages()
            : Bounds.within("--images", calibration.batch(), Integer.MAX_VALUE, trainingImages);
    return new TimeForecast(
        calibration.runTime(network.described()),
        network.groups(),
        new TrainingLength(epochs, images / calibration.batch()),
        images,
        testImages == null
            ? calibration.besideSteps().testImages()
            : Bounds.within("--test-images", 0, Integer.MAX_VALUE, testImages));
  }

  FreezePlan plan(SchedulePolicy policy) {
    return plan(policy, Optional.empty());
  }

  FreezePlan plan(SchedulePolicy policy, Optional<PrefixCaching> caching) {
    return caching
        .map(c -> FreezePlan.cached(policy, groups, length, c))
        .orElseGet(() -> FreezePlan.discrete(policy, groups, length));
  }

  RunForecast of(FreezePlan plan) {
    return time.forecast(plan, length, testImages);
  }

  /**
   * What a row says of the total time.
   *
   * @param forecast null where nothing predicts it; then all is null
   */
  static Map<String, Object> cells(RunForecast forecast) {
    Map<String, Object> cells = new LinkedHashMap<>();
    boolean none = forecast == null;
    cells.put("total_saving", none ? null : forecast.totalSaving().saving());
    cells.put("total_saving_low", none ? null : forecast.totalSaving().low());
    cells.put("total_saving_high", none ? null : forecast.totalSaving().high());
    cells.put("seconds", none ? null : forecast.scheduled().total());
    cells.put("seconds_low", none ? null : forecast.scheduled().low());
    cells.put("seconds_high", none ? null : forecast.scheduled().high());
    cells.put("baseline_seconds", none ? null : forecast.baseline().total());
    cells.put("beside_share", none ? null : forecast.besideShare());
    cells.put("untouched_share", none ? null : forecast.untouchedShare());
    return cells;
  }

  /** The same for people, with a row for each run. */
  static Table table(List<Run> runs) {
    boolean caches = runs.stream().anyMatch(Run::cache);
    List<Map<String, Object>> rows = runs.stream().map(run -> row(run, caches)).toList();
    var table = new Table(rows.get(0).keySet().toArray(String[]::new));
    rows.forEach(row -> table.row(row.values().toArray()));
    return table;
  }

  private static Map<String, Object> row(Run run, boolean caches) {
    RunForecast forecast = run.forecast();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("strategy", run.policy().name());
    row.put("t0", run.policy().t0());
    if (caches) {
      row.put("cache", run.cache() ? "yes" : "no");
    }
    row.put("time", Durations.text(forecast.scheduled().total()));
    row.put("low", Durations.text(forecast.scheduled().low()));
    row.put("high", Durations.text(forecast.scheduled().high()));
    row.put("total_saving", forecast.totalSaving().saving());
    row.put("from", forecast.totalSaving().low());
    row.put("to", forecast.totalSaving().high());
    row.put("advice", Advised.cells(forecast.totalSaving()).get("advice"));
    return row;
  }

  /** What the runs are, how long they take without freezing, and what no freezing touches. */
  String text(RunForecast forecast) {
    RunForecast.Seconds baseline = forecast.baseline();
    return String.format(
        Locale.ROOT,
        "Total time of %d epochs of %d images in %d steps each, with an evaluation on %d images after"
            + " each.%n"
            + "Without freezing %s (%s to %s): training steps %s, waiting for data %s, evaluation %s,"
            + " start %s.%n"
            + "%.1f %% of it is not training steps; freezing cannot touch %.1f %% (Amdahl's share).",
        length.epochs(),
        trainingImages,
        length.stepsPerEpoch(),
        testImages,
        Durations.text(baseline.total()),
        Durations.text(baseline.low()),
        Durations.text(baseline.high()),
        Durations.text(baseline.training()),
        Durations.text(baseline.waiting()),
        Durations.text(baseline.evaluation()),
        Durations.text(baseline.start()),
        100 * forecast.besideShare(),
        100 * forecast.untouchedShare());
  }
}
