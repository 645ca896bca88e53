package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.RunStatus;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of runs in which something goes wrong. */
class FaultTest {

  private static final int STEPS = 40;

  @TempDir Path temp;

  /** At t_0 = 0.5 the first group of cubic-scaled starts at 0.1 / 0.5³ = 0.8. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss   | the loss is NaN at step 0: the highest",
        "memory | out of memory on cpu: as asked for at step 0: the highest",
        "heap   | out of memory: as asked for; the JVM may use",
        "engine | the engine failed: as asked for at step 0: the highest"
      })
  void onlyRunsAboveTheRateFail(String kind, String failure) throws IOException {
    Comparison comparison =
        compare("\"kind\": \"" + kind + "\", \"step\": 0, \"above_rate\": 0.79");
    assertTrue(comparison.baseline().finished());
    ComparisonRow cubic = comparison.rows().get(0);
    assertEquals(RunStatus.FINISHED, cubic.status());
    assertTrue(cubic.measuredSaving() > 0);
    ComparisonRow scaled = comparison.rows().get(1);
    assertEquals(RunStatus.FAILED, scaled.status());
    assertTrue(scaled.failure().startsWith(failure), scaled.failure());
    assertTrue(
        scaled.failure().endsWith("rate was 0.8, in layer group conv-first"), scaled.failure());
    assertNull(scaled.measuredSaving());
    assertNull(scaled.totalSaving());
  }

  @Test
  void withoutABaselineNothingIsMeasured() throws IOException {
    Comparison comparison = compare("\"step\": 17");
    RunRecord baseline = comparison.baseline().record();
    assertEquals(RunStatus.FAILED, baseline.status());
    assertTrue(baseline.failure().startsWith("the loss is NaN at step 17: "), baseline.failure());
    for (ComparisonRow row : comparison.rows()) {
      assertEquals(RunStatus.FAILED, row.status());
      assertNull(row.measuredSaving());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"step\": -1                      | step must be at least 0, got -1",
        "\"step\": 1, \"above_rate\": -0.1 | above_rate must lie in [0.0, ",
        "\"kind\": \"loss\"                | missing or null",
        "\"step\": 1, \"kind\": \"fire\"   | fire"
      })
  void refusesWhatCannotGoWrong(String fault, String message) throws IOException {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> compare(fault));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith(temp + "/costs.json at line "), e.getMessage());
  }

  private Comparison compare(String fault) throws IOException {
    Path costs = temp.resolve("costs.json");
    Files.writeString(costs, Experiments.COSTS.formatted(", \"fault\": {" + fault + "}"));
    ExperimentSpec spec = Experiments.spec(1, STEPS, 0, Optional.of(costs));
    List<SchedulePolicy> policies =
        Experiments.policies(0.5, List.of(Strategy.CUBIC, Strategy.CUBIC_SCALED));
    return Experiments.compare(spec, policies, temp.resolve("runs"));
  }
}
