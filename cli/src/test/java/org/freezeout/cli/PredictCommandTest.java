package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictCommandTest {

  @Test
  void hasTheFieldsOfTheInterface() {
    JsonNode rows = json("predict --arch wrn-16-4 --format json");
    List<String> names = new ArrayList<>();
    rows.get(0).fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of("arch", "macs", "strategy", "t0", "cost_model", "saving", "speedup_factor"), names);
  }

  @Test
  void predictsTheFourStrategiesWithTwoModelsByDefault() {
    JsonNode rows = json("predict --arch wrn-16-4 --format json");
    List<String> found = new ArrayList<>();
    rows.forEach(
        row -> found.add(row.get("strategy").asText() + " " + row.get("cost_model").asText()));
    assertEquals(
        List.of(
            "linear paper",
            "linear gradient",
            "linear-scaled paper",
            "linear-scaled gradient",
            "cubic paper",
            "cubic gradient",
            "cubic-scaled paper",
            "cubic-scaled gradient"),
        found);
    rows.forEach(row -> assertEquals(0.8, row.get("t0").asDouble()));
  }

  /**
   * Savings of WRN-16-4 and DenseNet-BC-76-12 for 32x32 images and 10 classes, by a program of its
   * own over the same formulas, rounded to 1e-6; {@code authors} as their calc_speedup() prints it.
   */
  @ParameterizedTest
  @CsvSource({
    "wrn-16-4, linear, 0.8, paper, 392612352, 0.048186",
    "wrn-16-4, squared, 0.8, paper, 392612352, 0.090577",
    "wrn-16-4, cubic-scaled, 0.8, gradient, 392612352, 0.170487",
    "densenet-bc-76-12, cubic, 0.5, paper, 187216404, 0.345134",
    "densenet-bc-76-12, linear-scaled, 0.5, gradient, 187216404, 0.227202",
  })
  void predictsKnownSavings(
      String arch, String strategy, String t0, String model, long macs, double saving) {
    JsonNode rows =
        json(
            "predict --arch %s --strategy %s --t0 %s --cost %s --format json"
                .formatted(arch, strategy, t0, model));
    assertEquals(1, rows.size());
    JsonNode row = rows.get(0);
    assertEquals(arch, row.get("arch").asText());
    assertEquals(macs, row.get("macs").asLong());
    assertEquals(saving, row.get("saving").asDouble(), 5e-7);
    assertEquals(
        1 / (1 - row.get("saving").asDouble()), row.get("speedup_factor").asDouble(), 1e-12);
  }

  @Test
  void takesListsAndRepeatedOptions() {
    String line = "predict --arch vgg-11 --cost paper --strategy cubic --format csv ";
    String listed = Captured.line(line + "--t0 0.5,0.8").out();
    assertEquals(3, listed.lines().count());
    assertEquals(listed, Captured.line(line + "--t0 0.5 --t0 0.8").out());
    assertEquals(
        "arch,macs,strategy,t0,cost_model,saving,speedup_factor",
        listed.lines().findFirst().orElseThrow());
  }

  /** 28 * 28 * 3 * 3 * 2 = 14112 and 28 * 28 * 2 * 10 = 15680. */
  @Test
  void countsAnArchitectureOfAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("tiny.json");
    Files.writeString(
        file,
        """
        {"format": 1, "name": "tiny", "input": "1x28x28", "groups": [
          {"name": "conv1", "operations": [
            {"type": "convolution", "out_channels": 2, "kernel": 3, "padding": 1}]},
          {"name": "classifier", "operations": [{"type": "dense", "out_features": 10}]}]}
        """);
    JsonNode row = json("predict --arch " + file + " --format json").get(0);
    assertEquals("tiny", row.get("arch").asText());
    assertEquals(14112 + 15680, row.get("macs").asLong());
  }

  /**
   * WRN-16-4 has 8 groups; with linear spacing and t_0 = 0.5 group 0 freezes at step 50 of 100. So
   * epochs 6 to 9 of 10 are spared its forward pass, 40 of 100 steps, with one view.
   */
  @Test
  void setsACacheBesideNone() {
    JsonNode rows =
        json(
            "predict --arch wrn-16-4 --strategy linear --t0 0.5 --cost gradient --cache --epochs 10"
                + " --steps-per-epoch 10 --images 650 --cache-precision float16 --format json");
    assertEquals(2, rows.size());
    JsonNode plain = rows.get(0);
    JsonNode cached = rows.get(1);
    assertEquals(false, plain.get("cache").asBoolean());
    assertTrue(plain.get("cache_hit_share").isNull());
    assertEquals(true, cached.get("cache").asBoolean());
    assertTrue(cached.get("saving").asDouble() > plain.get("saving").asDouble());
    assertEquals(0.4, cached.get("cache_hit_share").asDouble(), 1e-12);
    assertEquals(1, cached.get("cache_filling_epochs").asInt());
    // The first blocks give 64 maps of 32x32, the last 256 of 8x8, in 2 bytes a number.
    assertEquals(2 * 64 * 32 * 32, cached.get("cache_bytes_per_image").asLong());
    assertEquals(650L * 2 * 64 * 32 * 32, cached.get("cache_bytes").asLong());
    assertEquals(7, cached.get("cache_border_bytes").size());
    assertEquals(2 * 16 * 32 * 32, cached.get("cache_border_bytes").get(0).asLong());
    assertEquals(2 * 256 * 8 * 8, cached.get("cache_border_bytes").get(6).asLong());
  }

  @Test
  void warnsWhereCachingDoesNotPay() {
    String line =
        "predict --arch wrn-16-4 --strategy cubic --t0 0.8 --cost paper --cache --epochs 4"
            + " --steps-per-epoch 100 --views ";
    // The first group freezes at step 205 of 400.
    Captured none = Captured.line(line + "2");
    assertEquals(
        "freezeout: warning: caching does not pay for cubic with t0 0.8: 1.95 of 4 epochs follow"
            + " the first freeze, and what they store is first used 2 epochs later",
        none.err().strip());
    assertTrue(none.out().contains("border  behind"), none.out());
    assertEquals("", Captured.line(line + "1").err());
  }

  private static JsonNode json(String line) {
    Captured captured = Captured.line(line);
    assertEquals("", captured.err());
    assertEquals(0, captured.exitCode());
    return captured.json();
  }
}
