package org.freezeout.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a run has come. */
public enum RunStatus {
  /** It trains, or the process died while it did. */
  RUNNING,
  /** It was asked to stop before its last step. */
  STOPPED,
  /** It trained every step. */
  FINISHED,
  /** It could not go on; the run says why. */
  FAILED;

  /** The name in files. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
