package org.freezeout.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 3h}, {@code 90m}, {@code 1h30m}, {@code 45s}. */
final class Durations {

  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})s)?");

  private Durations() {}

  /**
   * The seconds of a duration.
   *
   * @param option that it is given to
   * @throws IllegalArgumentException if it is none, or not longer than 0
   */
  static double seconds(String option, String text) {
    Matcher matcher = FORM.matcher(text);
    double seconds =
        matcher.matches() ? part(matcher, 1, 3600) + part(matcher, 2, 60) + part(matcher, 3, 1) : 0;
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(
          option + " must be a duration such as 3h, 90m, 1h30m or 45s, got '" + text + "'");
    }
    return seconds;
  }

  private static double part(Matcher matcher, int group, int seconds) {
    return matcher.group(group) == null ? 0 : Double.parseDouble(matcher.group(group)) * seconds;
  }

  /** Three digits or so: 0.84s, 12.3s, 4m12s, 2h05m. */
  static String text(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, seconds < 9.995 ? "%.2fs" : "%.1fs", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60);
    }
    long minutes = Math.round(seconds / 60);
    return String.format(Locale.ROOT, "%dh%02dm", minutes / 60, minutes % 60);
  }
}
