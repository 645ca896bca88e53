package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code validate-predictions} on the virtual clock, which has no noise. */
class ValidatePredictionsCommandTest {

  @TempDir private Path folder;

  @Test
  void measuresEveryRowOfTheGrid() throws IOException {
    Path out = folder.resolve("out");
    Captured validated =
        Captured.line(
            "validate-predictions --engine simulated --arch wrn-10-1,vgg-11 --batch 100"
                + " --strategy linear,cubic --t0 0.8 --format json --out "
                + out);
    assertEquals(0, validated.exitCode(), validated.err());
    JsonNode rows = validated.json().get("rows");
    assertEquals(4, rows.size());
    assertEquals("vgg-11", rows.get(3).get("arch").asText());
    assertEquals("cubic", rows.get(3).get("strategy").asText());
    for (JsonNode row : rows) {
      assertEquals(
          row.get("measured_saving").asDouble(),
          row.get("predicted").get("calibrated").asDouble(),
          1e-9);
    }
    JsonNode calibrated = validated.json().get("summary").get("calibrated");
    assertEquals(4, calibrated.get("rows").asInt());
    assertEquals(0, calibrated.get("mean_absolute_error_points").asDouble(), 1e-6);
    assertEquals(0, calibrated.get("worst_points").asDouble(), 1e-6);
    assertEquals(1, calibrated.get("interval_coverage").asDouble());
    JsonNode gradient = validated.json().get("summary").get("gradient");
    // It does not know that a step takes a millisecond besides.
    assertTrue(gradient.get("mean_absolute_error_points").asDouble() > 0.01);
    assertTrue(gradient.get("interval_coverage").isNull());
    assertEquals(validated.json(), Unsealed.fields(out.resolve("validation.json")));
    assertTrue(Files.exists(out.resolve("wrn-10-1-simulated/calibration.json")));
    assertTrue(Files.exists(out.resolve("vgg-11-simulated/comparison.json")));
  }

  @Test
  void putsEarlierRowsBeforeItsOwn() {
    String common = "validate-predictions --engine simulated --batch 100 --strategy cubic";
    Path first = folder.resolve("first");
    assertEquals(0, Captured.line(common + " --arch wrn-10-1 --out " + first).exitCode());
    Captured both =
        Captured.line(
            common
                + " --arch vgg-11 --format json --out "
                + folder.resolve("second")
                + " --with "
                + first);
    assertEquals(0, both.exitCode(), both.err());
    JsonNode rows = both.json().get("rows");
    assertEquals(2, rows.size());
    assertEquals("wrn-10-1", rows.get(0).get("arch").asText());
    assertEquals("vgg-11", rows.get(1).get("arch").asText());
    assertEquals(2, both.json().get("summary").get("calibrated").get("rows").asInt());
  }

  @Test
  void repeatsInTurn() throws IOException {
    Path out = folder.resolve("out");
    String common = "validate-predictions --engine simulated --batch 100 --strategy cubic";
    Captured validated =
        Captured.line(
            common
                + " --dataset fashion-mnist-subset@2000 --arch wrn-10-1,vgg-11 --repetitions 2"
                + " --format json --out "
                + out);
    assertEquals(0, validated.exitCode(), validated.err());
    JsonNode rows = validated.json().get("rows");
    assertEquals(2, rows.size());
    assertEquals(2, rows.get(0).get("measurements").size());
    assertTrue(
        validated.err().indexOf("vgg-11-simulated, repetition 1 of 2")
            < validated.err().indexOf("wrn-10-1-simulated, repetition 2 of 2"),
        validated.err());
    assertEquals(
        1,
        Unsealed.fields(out.resolve("wrn-10-1-simulated/2/baseline/run.json")).get("seed").asInt()
            - Unsealed.fields(out.resolve("wrn-10-1-simulated/1/baseline/run.json"))
                .get("seed")
                .asInt());

    Captured again =
        Captured.line(
            common
                + " --dataset fashion-mnist-subset@2000 --arch wrn-16-1 --format json --with "
                + out
                + " --out "
                + folder.resolve("again"));
    assertEquals(0, again.exitCode(), again.err());
    // The folders' order is that of their names.
    assertEquals(rows.get(0), again.json().get("rows").get(1));
    assertEquals(rows.get(1), again.json().get("rows").get(0));
  }

  @Test
  void measuresCachesToo() {
    Captured validated =
        Captured.line(
            "validate-predictions --engine simulated --arch wrn-10-1 --batch 100 --epochs 3"
                + " --strategy cubic --t0 0.5 --augment none --cache --format json --out "
                + folder.resolve("out"));
    assertEquals(0, validated.exitCode(), validated.err());
    JsonNode rows = validated.json().get("rows");
    assertEquals(2, rows.size());
    assertTrue(!rows.get(0).get("cache").asBoolean() && rows.get(1).get("cache").asBoolean());
    double measured = rows.get(1).get("measured_saving").asDouble();
    assertTrue(measured > rows.get(0).get("measured_saving").asDouble(), rows.toString());
    assertEquals(measured, rows.get(1).get("predicted").get("calibrated").asDouble(), 1e-9);
  }

  @Test
  void printsRowsAndSummary() {
    Captured validated =
        Captured.line(
            "validate-predictions --engine simulated --arch wrn-10-1 --batch 100"
                + " --strategy linear --out "
                + folder.resolve("out"));
    assertEquals(0, validated.exitCode(), validated.err());
    assertTrue(validated.out().contains("mean absolute error points"), validated.out());
  }
}
