package org.freezeout.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a freeze audit comes to. */
public enum AuditVerdict {
  /** Frozen groups stayed as they were, and steps got cheaper. */
  PASSED,
  /** Something that should not be was found. */
  FAILED,
  /** Frozen groups stayed as they were; their steps were too few or too noisy to compare. */
  UNPROVEN;

  /** The name in files. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
