package org.freezeout.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.freezeout.cost.CachePrecision;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.UniformAnnealing;

/** Numbers and names as people read them. What is not known is never shown as a number. */
final class Words {

  /** Stands where a value does not exist. */
  static final String NONE = "–";

  /** Stands where a value was asked for but could not be measured. */
  static final String NOT_MEASURED = "not measured";

  private static final String NO_BREAK = "\u00a0";

  private Words() {}

  /** A fraction in percent: 0.1234 as 12.3 %. */
  static String percent(Double fraction) {
    return known(fraction) ? fixed(100 * fraction, 1) + NO_BREAK + "%" : NONE;
  }

  /** A number that is in percent already. */
  static String percentValue(Double percent) {
    return known(percent) ? fixed(percent, 2) + NO_BREAK + "%" : NONE;
  }

  /** An interval of fractions in percent: 10.1 to 12.3 %. */
  static String interval(Double low, Double high) {
    return known(low) && known(high) ? fixed(100 * low, 1) + " to " + percent(high) : NONE;
  }

  /** A difference of fractions in percentage points, with its sign. */
  static String points(Double fraction) {
    return known(fraction) ? signed(100 * fraction, 1) : NONE;
  }

  /** A difference of values in percent, with its sign. */
  static String pointsValue(Double percent) {
    return known(percent) ? signed(percent, 2) : NONE;
  }

  /** A fixed number of decimals, with a minus sign that looks like one. */
  static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    boolean zero = text.chars().allMatch(c -> c == '-' || c == '0' || c == '.');
    return (zero ? text.replace("-", "") : text.replace('-', '\u2212'));
  }

  /** A count with thousands set apart: 10,000. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A duration: 0.84 s, 12.3 s, 4 min 12 s, 2 h 5 min. */
  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    if (seconds < 59.95) {
      return fixed(seconds, seconds < 9.995 ? 2 : 1) + NO_BREAK + "s";
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return whole / 60 + NO_BREAK + "min " + whole % 60 + NO_BREAK + "s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes / 60 + NO_BREAK + "h " + minutes % 60 + NO_BREAK + "min";
  }

  static String date(Instant instant) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(instant);
  }

  /** A strategy with its t_0. */
  static String run(String strategy, Double t0) {
    return t0 == null ? strategy : strategy + ", t₀" + NO_BREAK + number(t0);
  }

  static String run(TrainingRun run) {
    return run(run.record().strategy(), run.record().t0())
        + cached(run.record().cache(), run.record().cachePrecision());
  }

  static String run(ComparisonRow row) {
    return run(row.strategy(), row.t0()) + cached(row);
  }

  /** What a name says of a cache: nothing, or that there is one. */
  static String cached(ComparisonRow row) {
    return cached(row.cache(), row.cachePrecision());
  }

  private static String cached(boolean cache, String precision) {
    if (!cache) {
      return "";
    }
    return CachePrecision.FLOAT32.toString().equals(precision)
        ? ", cached"
        : ", cached in " + precision;
  }

  static boolean isBaseline(TrainingRun run) {
    return run.record().strategy().equals(UniformAnnealing.NAME);
  }

  /** A number without needless zeros: 0.8, 1, 0.0001. */
  static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** How far a run has come. */
  static String status(RunRecord record) {
    String progress = count(record.step()) + " of " + count(record.steps()) + " steps";
    return switch (record.status()) {
      case FINISHED -> "finished";
      case FAILED -> "failed after " + progress;
      case STOPPED -> "stopped after " + progress;
      case RUNNING -> "unfinished, " + progress;
    };
  }

  /** How far a run has come, and why no further. */
  static String reason(RunRecord record) {
    return status(record) + (record.failure() == null ? "" : ": " + record.failure());
  }

  private static String signed(double value, int decimals) {
    String text = fixed(value, decimals);
    boolean positive = value > 0 && text.chars().anyMatch(c -> c >= '1' && c <= '9');
    return (positive ? "+" : "") + text;
  }

  private static boolean known(Double value) {
    return value != null && Double.isFinite(value);
  }
}
