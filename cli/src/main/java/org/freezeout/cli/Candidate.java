package org.freezeout.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freezeout.cost.LostTraining;
import org.freezeout.cost.RunForecast;
import org.freezeout.cost.SavingInterval;
import org.freezeout.cost.TradeOff;
import org.freezeout.experiment.FinishedRuns.MeasuredError;
import org.freezeout.schedule.FreezeOut;

/**
 * A schedule that reaches what is wanted.
 *
 * @param policy the schedule
 * @param cache whether the outputs of frozen layers are cached
 * @param saving of the steps' time; without a calibration its interval is a point
 * @param forecast of the total time; null where it is not predicted
 * @param lost training
 * @param error measured in finished runs
 */
record Candidate(
    FreezeOut policy,
    boolean cache,
    SavingInterval saving,
    RunForecast forecast,
    LostTraining lost,
    Optional<MeasuredError> error) {

  /** The saving that counts: of the total time where that is predicted. */
  SavingInterval counted() {
    return forecast == null ? saving : forecast.totalSaving();
  }

  private TradeOff tradeOff() {
    return new TradeOff(counted().saving(), lost);
  }

  /** Whether no other one is better in saving, lost training or rate factor, and in none worse. */
  boolean onFront(List<Candidate> all) {
    return all.stream().noneMatch(other -> other.tradeOff().dominates(tradeOff()));
  }

  /**
   * Whether no other one whose error was measured saves more with no larger error, or errs less.
   */
  boolean onErrorFront(List<Candidate> all) {
    return error.isPresent()
        && all.stream().noneMatch(other -> other.error().isPresent() && other.errsLess(this));
  }

  private boolean errsLess(Candidate other) {
    double mine = error.orElseThrow().percent();
    double others = other.error.orElseThrow().percent();
    double more = counted().saving() - other.counted().saving();
    return mine <= others && more > TradeOff.SAME_SAVING
        || mine < others && more >= -TradeOff.SAME_SAVING;
  }

  /** Field names are an interface; what is not known is null. */
  Map<String, Object> cells(List<Candidate> all, Columns columns) {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("strategy", policy.name());
    cells.put("t0", policy.t0());
    if (columns.cache()) {
      cells.put("cache", columns.flag(cache));
    }
    cells.put("saving", saving.saving());
    cells.put("saving_low", columns.measured() ? saving.low() : null);
    cells.put("saving_high", columns.measured() ? saving.high() : null);
    if (columns.timed()) {
      cells.putAll(columns.times(forecast));
    }
    cells.put("lost_training", lost.mean());
    cells.put("worst_layer", lost.worst());
    cells.put("rate_factor", lost.rateFactor());
    cells.put("front", columns.flag(onFront(all)));
    if (columns.runs()) {
      cells.put("error_percent", columns.error(error.map(MeasuredError::percent).orElse(null)));
      cells.put("error_runs", error.map(MeasuredError::runs).orElse(0));
      cells.put("error_front", error.isPresent() ? columns.flag(onErrorFront(all)) : (Object) null);
    }
    if (columns.measured()) {
      cells.putAll(Advised.cells(counted()));
    }
    return cells;
  }

  /**
   * What is shown, and how.
   *
   * @param format JSON takes true and false
   * @param cache whether some have a cache
   * @param measured whether there is a calibration
   * @param timed whether total times are predicted
   * @param runs whether errors were looked for
   */
  record Columns(Format format, boolean cache, boolean measured, boolean timed, boolean runs) {

    Object flag(boolean value) {
      return format == Format.JSON ? (Object) value : value ? "yes" : "no";
    }

    Object error(Double percent) {
      return percent == null && format == Format.TABLE ? "not measured" : percent;
    }

    Map<String, Object> times(RunForecast forecast) {
      if (format != Format.TABLE) {
        return TimeForecast.cells(forecast);
      }
      Map<String, Object> cells = new LinkedHashMap<>();
      cells.put("time", forecast == null ? null : Durations.text(forecast.scheduled().total()));
      cells.put("from", forecast == null ? null : Durations.text(forecast.scheduled().low()));
      cells.put("to", forecast == null ? null : Durations.text(forecast.scheduled().high()));
      cells.put("total_saving", forecast == null ? null : forecast.totalSaving().saving());
      return cells;
    }
  }
}
