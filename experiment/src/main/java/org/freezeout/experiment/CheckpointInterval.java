package org.freezeout.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often checkpoints are written: after so many steps, or so many minutes.
 *
 * @param every how many, at least 1
 * @param minutes whether they are minutes rather than steps
 */
public record CheckpointInterval(int every, boolean minutes) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(m?)");

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public CheckpointInterval {
    Numbers.atLeast(
        minutes ? "minutes between checkpoints" : "steps between checkpoints", 1, every);
  }

  /**
   * Reads {@code 500} (steps) or {@code 5m} (minutes).
   *
   * @throws IllegalArgumentException if the text is neither
   */
  @JsonCreator
  public static CheckpointInterval parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "checkpoints come every N steps or Nm minutes, such as 500 or 5m, got '" + text + "'");
    }
    return new CheckpointInterval(Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  /** Whether it is time for one, so many steps and nanoseconds after the last. */
  boolean due(int steps, long nanos) {
    return minutes ? nanos >= TimeUnit.MINUTES.toNanos(every) : steps >= every;
  }

  /** As it is read. */
  @JsonValue
  @Override
  public String toString() {
    return every + (minutes ? "m" : "");
  }
}
