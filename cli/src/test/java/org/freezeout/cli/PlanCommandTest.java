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
    String text = Unsealed.text(file);
    int start = text.indexOf("[ [", text.indexOf("\"step_seconds\""));
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

  private Path calibrated() {
    Path file = folder.resolve("calibration.json");
    Captured calibrated = Captured.line("calibrate" + QUICK + "--out " + file);
    assertEquals(0, calibrated.exitCode(), calibrated.err());
    return file;
  }

  private static final String QUICK = " --engine simulated --arch wrn-10-1 --batch 100 ";

  /** What predict says of the baseline is out of the time; the latest t0 is just within it. */
  @Test
  void findsTheLatestFreezingThatEndsInTime() {
    String with = " --epochs 400 --calibration " + calibrated();
    double baseline =
        Captured.line("predict --format json --strategy cubic" + with)
            .json()
            .get(2)
            .get("baseline_seconds")
            .asDouble();
    int wanted = (int) (0.93 * baseline);
    Captured plan = Captured.line("plan --format json --time " + wanted + "s" + with);
    assertEquals(0, plan.exitCode(), plan.err());
    assertTrue(plan.json().size() > 0, plan.err());
    for (JsonNode row : plan.json()) {
      assertTrue(row.get("seconds").asDouble() <= wanted, row.toString());
      assertTrue(row.get("seconds").asDouble() > wanted - 0.1, row.toString());
      assertEquals(baseline, row.get("baseline_seconds").asDouble(), 1e-9);
      assertEquals("freeze", row.get("advice").asText());
      JsonNode predicted =
          Captured.line(
                  "predict --format json --strategy "
                      + row.get("strategy").asText()
                      + " --t0 "
                      + row.get("t0").asText()
                      + with)
              .json()
              .get(2);
      assertEquals(predicted.get("seconds").asDouble(), row.get("seconds").asDouble(), 1e-9);
    }
    Captured enough = Captured.line("plan --time 999h --format json" + with);
    assertEquals("baseline", enough.json().get(0).get("strategy").asText());
    assertEquals("do not freeze", enough.json().get(0).get("advice").asText());
    assertTrue(enough.err().contains("which fits in 999h"), enough.err());
    Captured tooLittle = Captured.line("plan --time 1s --format json" + with);
    assertEquals(0, tooLittle.json().size());
    assertTrue(tooLittle.err().contains("no strategy takes at most 1s"), tooLittle.err());
    Captured table = Captured.line("plan --time " + wanted + "s" + with);
    assertTrue(table.out().contains("(Amdahl's share)"), table.out());
  }

  @Test
  void laysCachesBeside() {
    JsonNode rows =
        Captured.line(
                "plan --arch wrn-16-4 --saving 0.2 --strategy cubic,cubic-scaled --cache --epochs 20"
                    + " --format json")
            .json();
    assertEquals(4, rows.size());
    for (int i = 0; i < 4; i += 2) {
      JsonNode plain = rows.get(i);
      JsonNode cached = rows.get(i + 1);
      assertTrue(!plain.get("cache").asBoolean() && cached.get("cache").asBoolean());
      // The same saving for freezing later, so less is lost or rates rise less.
      assertTrue(plain.get("t0").asDouble() < cached.get("t0").asDouble(), rows.toString());
      assertTrue(!plain.get("front").asBoolean(), rows.toString());
      assertTrue(cached.get("front").asBoolean(), rows.toString());
    }
  }

  /** Errors are written into the files of runs on an engine that has none. */
  @Test
  void showsMeasuredErrors() throws Exception {
    Path runs = folder.resolve("runs");
    Captured compare =
        Captured.line(
            "compare" + QUICK + "--t0 0.5,0.6 --strategy cubic,linear --out " + runs.resolve("c"));
    assertEquals(0, compare.exitCode(), compare.err());
    error(runs.resolve("c/baseline"), 20);
    error(runs.resolve("c/cubic-t0.5"), 23);
    error(runs.resolve("c/cubic-t0.6"), 21);
    error(runs.resolve("c/linear-t0.5"), 24);
    String line = "plan --strategy cubic,linear --arch wrn-10-1 --input 1x32x32 --runs " + runs;
    Captured plan = Captured.line(line + " --saving 0.05 --format json");
    assertEquals(0, plan.exitCode(), plan.err());
    List<String> seen = new ArrayList<>();
    for (JsonNode row : plan.json()) {
      boolean measured = !row.get("error_percent").isNull();
      seen.add(
          row.get("strategy").asText()
              + (measured
                  ? " "
                      + row.get("t0")
                      + " "
                      + row.get("error_percent")
                      + " "
                      + row.get("error_front")
                  : " not measured"));
      assertEquals(measured ? 1 : 0, row.get("error_runs").asInt());
      assertTrue(measured || row.get("error_front").isNull());
    }
    // Linear saves less at t0 0.5 than cubic, and errs more.
    assertEquals(
        List.of(
            "cubic 0.5 23.0 true",
            "cubic 0.6 21.0 true",
            "cubic not measured",
            "linear 0.5 24.0 false",
            "linear not measured"),
        seen);
    assertTrue(plan.err().contains("without freezing the measured error is 20.00 %"), plan.err());
    Captured table = Captured.line(line + " --saving 0.05");
    assertTrue(table.out().contains("not measured"), table.out());
    Captured others = Captured.line(line + " --saving 0.05 --epochs 7 --format json");
    others.json().forEach(row -> assertTrue(row.get("error_percent").isNull(), row.toString()));
  }

  private static void error(Path run, double percent) throws Exception {
    Path file = run.resolve("run.json");
    Unsealed.runRecord(file);
    String text = Files.readString(file);
    assertTrue(text.contains("\"error_percent\" : null"), text);
    Files.writeString(
        file, text.replace("\"error_percent\" : null", "\"error_percent\" : " + percent));
  }
}
