package org.freezeout.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the times of its steps say of a freeze event. */
public enum StepTimeVerdict {
  /** Steps got cheaper, by at least half of what was predicted. */
  OK,
  /** Steps got cheaper by less than half of what was predicted, if at all. */
  NOT_CHEAPER,
  /** There are too few timed steps before or after it. */
  TOO_FEW_STEPS,
  /** The times vary too much to tell. */
  TOO_NOISY,
  /** Too little is predicted to be saved to be looked for. */
  TOO_LITTLE;

  /** Whether it is an answer. */
  public boolean told() {
    return this == OK || this == NOT_CHEAPER;
  }

  /** The name in files. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
