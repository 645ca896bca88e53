package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

  @TempDir private Path folder;

  @Test
  void laysTheWaysSideBySide() {
    Captured plan = Captured.line("plan --arch wrn-16-4 --saving 0.2 --format json");
    assertEquals(0, plan.exitCode(), plan.err());
    assertEquals(6, plan.json().size());
    List<String> front = new ArrayList<>();
    for (JsonNode row : plan.json()) {
      assertEquals(0.2, row.get("saving").asDouble(), 1e-9);
      boolean scaled = row.get("strategy").asText().endsWith("scaled");
      assertEquals(scaled, row.get("lost_training").asDouble() < 1e-9, row.toString());
      assertEquals(!scaled, row.get("rate_factor").asDouble() < 1 + 1e-9, row.toString());
      assertTrue(row.get("saving_low").isNull());
      if (row.get("front").asBoolean()) {
        front.add(row.get("strategy").asText());
      }
    }
    // One that never exceeds the base rate and one that loses nothing.
    assertEquals(2, front.size(), front.toString());
    assertEquals("", plan.err());
  }

  @Test
  void saysWhatIsImpossible() {
    Captured plan = Captured.line("plan --arch wrn-16-4 --saving 0.9 --format json");
    assertEquals(0, plan.exitCode(), plan.err());
    assertEquals(0, plan.json().size());
    // At most what cubic, the spacing that freezes earliest, saves at the smallest t0.
    JsonNode cubic =
        Captured.line("solve --arch wrn-16-4 --saving 0.9 --strategy cubic --format json").json();
    assertEquals(
        String.format(
            Locale.ROOT,
            "freezeout: impossible: no strategy saves 0.9; the most is %.4f%n",
            cubic.get(0).get("max_saving").asDouble()),
        plan.err());
  }

  /** All steps take the same but for noise: the interval of any saving holds 0. */
  @Test
  void saysNotToFreezeWhereNothingIsSaved() throws Exception {
    Path file = folder.resolve("calibration.json");
    Captured calibrated =
        Captured.line("calibrate --engine simulated --arch wrn-10-1 --batch 100 --out " + file);
    assertEquals(0, calibrated.exitCode(), calibrated.err());
    String text = Files.readString(file);
    int start = text.indexOf("[ [");
    String rounds =
        "[1, 1.2, 1, 1.1, 0.9], [1.2, 1, 1, 1, 1.2], [1, 0.9, 1.2, 1, 1], [1.1, 1.3, 1, 1.1, 1]";
    int end = text.indexOf("] ]", start) + "] ]".length();
    Files.writeString(file, text.substring(0, start) + "[" + rounds + "]" + text.substring(end));
    Captured plan = Captured.line("plan --saving 0.0001 --strategy cubic --calibration " + file);
    assertEquals(0, plan.exitCode(), plan.err());
    assertTrue(plan.err().contains("freezeout: do not freeze"), plan.err() + plan.out());
    JsonNode row =
        Captured.line("plan --saving 0.0001 --strategy cubic --format json --calibration " + file)
            .json()
            .get(0);
    assertTrue(row.get("saving_low").asDouble() <= 0, row.toString());
    saysNo(row);
    String line = " --strategy cubic --format json --calibration " + file;
    JsonNode solved = Captured.line("solve --saving 0.0001" + line).json().get(0);
    saysNo(solved);
    // Not even the earliest freezing is sure to save anything; the last credible t0 is above.
    assertTrue(solved.get("t0_low").isNull(), solved.toString());
    assertTrue(solved.get("t0_high").asDouble() > solved.get("t0").asDouble(), solved.toString());
    JsonNode predicted = Captured.line("predict --t0 0.9" + line).json();
    assertTrue(predicted.get(0).get("advice").isNull(), predicted.toString());
    saysNo(predicted.get(2));
  }

  private static void saysNo(JsonNode row) {
    assertEquals("do not freeze", row.get("advice").asText(), row.toString());
    assertTrue(row.get("reason").asText().endsWith("includes 0"), row.toString());
  }
}
