package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointIntervalTest {

  @Test
  void countsStepsOrMinutes() {
    var steps = CheckpointInterval.parse("500");
    assertEquals("500", steps.toString());
    assertFalse(steps.due(499, Long.MAX_VALUE));
    assertTrue(steps.due(500, 0));
    var minutes = CheckpointInterval.parse("5m");
    assertEquals("5m", minutes.toString());
    assertFalse(minutes.due(Integer.MAX_VALUE, Duration.ofMinutes(5).toNanos() - 1));
    assertTrue(minutes.due(1, Duration.ofMinutes(5).toNanos()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "5 m", "5h", "-1", "1.5", "9999999999"})
  void refusesOtherText(String text) {
    assertEquals(
        "checkpoints come every N steps or Nm minutes, such as 500 or 5m, got '" + text + "'",
        refusal(() -> CheckpointInterval.parse(text)));
  }

  @Test
  void refusesNone() {
    assertEquals(
        "steps between checkpoints must be at least 1, got 0",
        refusal(() -> CheckpointInterval.parse("0")));
  }
}
