package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code calibrate} and what goes by its file, on the virtual clock. */
class CalibrateCommandTest {

  private static final String QUICK = " --engine simulated --arch wrn-10-1 --batch 100 ";

  @TempDir private Path folder;
  private Path file;
  private Captured calibrated;

  @BeforeEach
  void calibrate() {
    file = folder.resolve("calibration.json");
    calibrated = Captured.line("calibrate" + QUICK + "--out " + file + " --format json");
    assertEquals(0, calibrated.exitCode(), calibrated.err());
  }

  /**
   * The machine does 5e10 multiply-accumulates a second and takes 1 ms for each step besides, so
   * its costs follow from those of the gradient model.
   */
  @Test
  void leavesAFolderThatIsNotThere() {
    Captured captured = Captured.line("calibrate" + QUICK + "--out " + folder + "/none/../x.json");
    assertEquals(0, captured.exitCode(), captured.err());
    assertTrue(Files.exists(folder.resolve("x.json")));
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void measuresWhatTheMachineTakes() throws IOException {
    JsonNode rows = calibrated.json();
    assertEquals(5, rows.size());
    double first = rows.get(0).get("step_seconds").asDouble();
    for (JsonNode row : rows) {
      double expected = (0.001 + row.get("gradient").asDouble() * (first - 0.001)) / first;
      assertEquals(expected, row.get("calibrated").asDouble(), 1e-9);
      assertEquals(expected * first, row.get("step_seconds").asDouble(), 1e-9);
    }
    assertTrue(calibrated.err().contains("calibration: " + file), calibrated.err());
    assertTrue(Files.readString(file).contains("\"engine_version\""));
  }

  @Test
  void predictsAndSolves() {
    Captured predicted =
        Captured.line("predict --calibration " + file + " --strategy cubic --format json");
    assertEquals(0, predicted.exitCode(), predicted.err());
    assertTrue(
        predicted.err().startsWith("freezeout: calibrated for wrn-10-1 by simulated "),
        predicted.err());
    assertEquals(3, predicted.json().size());
    JsonNode gradient = predicted.json().get(1);
    assertEquals("gradient", gradient.get("cost_model").asText());
    assertTrue(gradient.get("saving_low").isNull());
    JsonNode row = predicted.json().get(2);
    assertEquals("calibrated", row.get("cost_model").asText());
    double saving = row.get("saving").asDouble();
    assertEquals(saving, row.get("saving_low").asDouble(), 1e-9);
    assertEquals(saving, row.get("saving_high").asDouble(), 1e-9);
    // What a step costs besides is not saved.
    assertTrue(saving > 0 && saving < gradient.get("saving").asDouble());
    Captured same =
        Captured.line(
            "predict --arch wrn-10-1 --input 1x32x32 --strategy cubic --format json --cost"
                + " paper,gradient,calibrated:"
                + file);
    assertEquals(predicted.out(), same.out());
    Captured solved =
        Captured.line(
            "solve --calibration " + file + " --strategy cubic --format json --saving " + saving);
    assertEquals(0, solved.exitCode(), solved.err());
    JsonNode solution = solved.json().get(0);
    assertEquals(0.8, solution.get("t0").asDouble(), 1e-6);
    // Nothing is uncertain on this machine.
    assertEquals(0.8, solution.get("t0_low").asDouble(), 1e-6);
    assertEquals(0.8, solution.get("t0_high").asDouble(), 1e-6);
    assertEquals("freeze", solution.get("advice").asText());
    assertTrue(solution.get("reason").isNull());
    assertEquals("freeze", row.get("advice").asText());
    JsonNode impossible =
        Captured.line("solve --format json --saving 0.9 --calibration " + file).json().get(0);
    assertTrue(impossible.get("t0").isNull() && impossible.get("t0_high").isNull());
    assertTrue(impossible.get("max_saving").asDouble() < 0.9);
  }

  /** Steps, waiting and evaluation as the machine takes them; 6 epochs of 250 images in 2 steps. */
  @Test
  void predictsTheTotalTime() {
    String line = "predict --strategy cubic --calibration " + file + " --epochs 6 --images 250";
    JsonNode rows = Captured.line(line + " --test-images 50 --format json").json();
    assertTrue(rows.get(0).get("seconds").isNull());
    JsonNode row = rows.get(2);
    JsonNode more = Captured.line(line + " --test-images 5050 --format json").json().get(2);
    double saving = row.get("saving").asDouble();
    double beside = row.get("beside_share").asDouble();
    double total = row.get("total_saving").asDouble();
    assertEquals(saving * (1 - beside), total, 1e-9);
    double baseline = row.get("baseline_seconds").asDouble();
    assertEquals(1 - row.get("seconds").asDouble() / baseline, total, 1e-9);
    double step = calibrated.json().get(0).get("step_seconds").asDouble();
    assertEquals(baseline * (1 - beside), 12 * step, 1e-9);
    assertTrue(total < 1 - row.get("untouched_share").asDouble());
    assertTrue(row.get("seconds_low").asDouble() <= row.get("seconds").asDouble());
    // Evaluation does 5e10 multiply-accumulates a second here, after each of 6 epochs.
    double seconds = 6 * 5000 * row.get("macs").asDouble() / 5e10;
    assertEquals(seconds, more.get("baseline_seconds").asDouble() - baseline, 1e-9);
    assertTrue(more.get("total_saving").asDouble() < total);
    assertEquals("freeze", row.get("advice").asText());
    Captured table = Captured.line(line);
    assertTrue(table.out().contains("6 epochs of 250 images in 2 steps each"), table.out());
    assertTrue(table.out().contains("(Amdahl's share)"), table.out());
  }

  /** A run on this clock measures what its costs say, up to the rounding of sums. */
  @Test
  void comparesWithWhatIsMeasured() {
    Path out = folder.resolve("out");
    Captured compare =
        Captured.line(
            "compare"
                + QUICK
                + "--epochs 1 --strategy cubic --format json --calibration "
                + file
                + " --out "
                + out);
    assertEquals(0, compare.exitCode(), compare.err());
    JsonNode row = compare.json().get(0);
    double predicted = row.get("predicted").get("calibrated").asDouble();
    assertEquals(row.get("measured_saving").asDouble(), predicted, 1e-9);
    assertEquals(predicted, row.get("predicted_low").asDouble(), 1e-9);
    assertEquals(predicted, row.get("predicted_high").asDouble(), 1e-9);
    double total = row.get("predicted_total_saving").asDouble();
    assertEquals(row.get("total_saving").asDouble(), total, 1e-9);
    assertTrue(row.get("predicted_total_low").asDouble() <= total);
    assertTrue(total < predicted);
    assertTrue(compare.err().contains("freezeout: calibrated for wrn-10-1"), compare.err());
    Captured table =
        Captured.line(
            "compare"
                + QUICK
                + "--epochs 1 --strategy cubic --calibration "
                + file
                + " --out "
                + folder.resolve("again"));
    assertTrue(table.out().contains("calibrated"), table.out());
  }

  /** On this machine the entries of a cache take no time, so a run measures what is predicted. */
  @Test
  void predictsWithACache() {
    Path cached = folder.resolve("cached.json");
    String small = QUICK + "--views 1 --cache --epochs 4 --strategy cubic --t0 0.5 ";
    Captured table =
        Captured.line("calibrate" + QUICK + "--views 1 --cache --format json --out " + cached);
    assertEquals(0, table.exitCode(), table.err());
    JsonNode last = table.json().get(4);
    assertTrue(last.get("cached").asDouble() < last.get("calibrated").asDouble());
    assertEquals(last.get("calibrated").asDouble(), last.get("filling").asDouble(), 1e-9);
    String with = "--calibration " + cached;
    Captured compare =
        Captured.line(
            "compare" + small + "--format json " + with + " --out " + folder.resolve("out"));
    assertEquals(0, compare.exitCode(), compare.err());
    assertEquals(2, compare.json().size());
    for (JsonNode row : compare.json()) {
      double predicted = row.get("predicted").get("calibrated").asDouble();
      assertEquals(row.get("measured_saving").asDouble(), predicted, 1e-9);
      assertEquals(
          row.get("total_saving").asDouble(), row.get("predicted_total_saving").asDouble(), 1e-9);
      assertTrue(row.get("predicted_low").asDouble() <= predicted);
    }
    double saving = compare.json().get(1).get("predicted").get("calibrated").asDouble();
    String run = " --cache --epochs 4 --strategy cubic --format json " + with;
    JsonNode rows = Captured.line("predict --t0 0.5 --cost gradient" + run).json();
    assertEquals(4, rows.size());
    JsonNode plain = rows.get(2);
    JsonNode kept = rows.get(3);
    assertEquals("calibrated", kept.get("cost_model").asText());
    assertTrue(kept.get("cache").asBoolean());
    assertEquals(saving, kept.get("saving").asDouble(), 1e-9);
    assertTrue(kept.get("saving").asDouble() > plain.get("saving").asDouble());
    assertTrue(kept.get("seconds").asDouble() < plain.get("seconds").asDouble());
    assertEquals("freeze", kept.get("advice").asText());
    JsonNode solved = Captured.line("solve --saving " + saving + run).json().get(0);
    assertEquals(0.5, solved.get("t0").asDouble(), 0.01);
    assertTrue(solved.get("t0_low").asDouble() <= solved.get("t0").asDouble());
    JsonNode planned = Captured.line("plan --saving 0.25" + run).json();
    assertEquals(2, planned.size());
    assertTrue(
        planned.get(0).get("t0").asDouble() < planned.get(1).get("t0").asDouble(),
        planned.toString());
    assertEquals(0.25, planned.get(1).get("saving").asDouble(), 0.01, planned.toString());
    int seconds = (int) Math.ceil(kept.get("seconds").asDouble());
    JsonNode timed = Captured.line("plan --time " + seconds + "s" + run).json();
    assertEquals(2, timed.size(), timed.toString());
    assertTrue(timed.get(1).get("cache").asBoolean());
    assertTrue(timed.get(1).get("seconds").asDouble() <= seconds);
    Captured shown = Captured.line("predict --cache --epochs 4 " + with);
    assertTrue(shown.out().contains("cache hit share"), shown.out());
    refused(
        "compare" + small + "--cache-precision float16 " + with + " --out " + folder.resolve("x"),
        "the calibration is for cache precision float32, not for float16");
    refused(
        "predict --cache --epochs 4 --cache-precision float16 " + with,
        "the calibration is for cache precision float32, not for float16");
  }

  @Test
  void refusesWhatItDoesNotSpeakFor() throws IOException {
    String with = " --calibration " + file;
    String out = " --out " + folder.resolve("out") + with;
    refused("compare" + QUICK + "--threads 7" + out, ", not for 7");
    refused("compare" + QUICK.replace("100", "50") + out, "for batch 100, not for 50");
    refused("train" + QUICK + "--device gpu0" + out, "for device cpu, not for gpu0");
    refused("compare" + QUICK.replace("wrn-10-1", "wrn-16-1") + out, "not for wrn-16-1 over");
    refused("compare" + QUICK.replace("simulated", "mxnet") + out, "engine simulated, not for");
    refused("predict --arch wrn-10-1 --input 3x32x32" + with, "not for wrn-10-1 over 3x32x32");
    refused("predict --cost calibrated:" + file + with, "give one calibration");
    refused("predict --epochs 9 --images 99" + with, "--images must lie in [100,");
    refused("predict --epochs 0" + with, "--epochs must lie in [1, 1000000], got 0");
    refused("predict --images 500" + with, "--images goes with --cache");
    refused("predict --test-images 500" + with, "--test-images goes with --calibration and");
    String without =
        "was measured without a cache and cannot predict with one: calibrate with --cache";
    refused("predict --cache --epochs 9 --steps-per-epoch 9" + with, "--steps-per-epoch follows");
    refused("predict --cache --epochs 9" + with, without);
    refused("plan --saving 0.1 --cache --epochs 9" + with, without);
    refused("plan --time 1s --cache --epochs 9" + with, without);
    refused("solve --saving 0.1 --cache --epochs 9" + with, without);
    refused("compare --views 1 --cache --epochs 9" + QUICK + out, without);
    refused("train --views 1 --cache --epochs 9" + QUICK + out, without);
    refused("plan --time 3h" + with, "--time needs --epochs N");
    refused("plan --saving 0.1 --images 500" + with, "--images goes with --calibration and");
    refused("solve --saving NaN" + with, "saving must lie in [0, 1), got NaN");
    refused("plan --saving 1.2" + with, "saving must lie in [0, 1), got 1.2");
    refused("solve --saving 0.1 --cost paper" + with, "one cost model, got --cost paper");
    refused("calibrate" + QUICK + "--out " + file, file + ": is there already");
    Path costs = folder.resolve("costs.json");
    Files.writeString(costs, SLOWER);
    refused(
        "compare" + QUICK.replace("simulated", "simulated:" + costs) + out,
        "for engine version costs from MACs");
    Files.writeString(
        file,
        Unsealed.text(file)
            .replace("\"prefixes\" : [ 0, 1, 2, 3, 4 ]", "\"prefixes\" : [ 0, 1, 2, 3, 5 ]"));
    refused("predict" + with, "the last measured prefix must be 4");
  }

  private static final String GROUP =
      "{\"forward_seconds\": 1, \"weight_gradient_seconds\": 1, \"inner_gradient_seconds\": 0,"
          + " \"border_gradient_seconds\": 1}";

  private static final String SLOWER =
      "{\"format\": 1, \"groups\": [" + String.join(",", Collections.nCopies(5, GROUP)) + "]}";

  private static void refused(String line, String says) {
    Captured captured = Captured.line(line.replaceAll(" +", " "));
    assertEquals(2, captured.exitCode(), line + ": " + captured.err());
    assertEquals("", captured.out());
    assertEquals(1, captured.err().lines().count(), captured.err());
    assertTrue(captured.err().contains(says), captured.err());
  }
}
