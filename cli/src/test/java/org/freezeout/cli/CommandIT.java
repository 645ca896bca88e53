package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, started by the launcher, as a process of its own. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(600)
class CommandIT {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir private Path folder;
  private Path launcher;

  /** A folder with the launcher and what was built, and without sources that could be newer. */
  @BeforeEach
  void tree() throws IOException {
    Path target = Files.createDirectories(folder.resolve("home/cli/target"));
    Files.createSymbolicLink(target.resolve("freezeout.jar"), TARGET.resolve("freezeout.jar"));
    Files.createSymbolicLink(target.resolve("lib"), TARGET.resolve("lib"));
    Files.createFile(target.resolve("freezeout.built"));
    launcher = folder.resolve("home/freezeout");
    Files.copy(Path.of("..", "freezeout"), launcher);
    launcher.toFile().setExecutable(true);
  }

  /** JUnit warns about links that lead out of the folder that it deletes. */
  @AfterEach
  void removeLinks() throws IOException {
    Files.delete(folder.resolve("home/cli/target/freezeout.jar"));
    Files.delete(folder.resolve("home/cli/target/lib"));
  }

  @Test
  void printsNothingButItsResult() throws Exception {
    Captured version = run("--version");
    assertEquals("", version.err());
    assertTrue(version.out().matches("freezeout \\d+\\.\\d+\\.\\d+\\S*\\n"), version.out());
    Captured schedule = run("schedule", "--layers", "5", "--chart", "chart.svg");
    assertEquals("", schedule.err());
    assertTrue(Files.readString(folder.resolve("chart.svg")).contains("<svg"));
    Captured engines = run("engines");
    assertEquals("", engines.err());
    assertEquals(0, engines.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mxnet", "pytorch"})
  void comparesOnRealImages(String engine) throws Exception {
    assumeReady(engine);
    writeImages();
    Captured compare =
        run(
            "compare --engine ENGINE --arch densenet-bc-10-4 --dataset images:images --batch 8"
                    .replace("ENGINE", engine)
                + " --epochs 2 --threads 1 --out out --format json");
    assertEquals(0, compare.exitCode(), compare.err());
    assertNoWarnings(compare.err());
    JsonNode rows = compare.json();
    assertEquals(rows, read("out/comparison.json"));
    assertEquals(4, rows.size());
    for (JsonNode row : rows) {
      assertEquals("finished", row.get("status").asText());
      assertEquals(engine, row.get("engine").asText());
      assertTrue(row.get("error_percent").isNumber());
      assertTrue(row.get("measured_saving").isNumber());
    }
    for (String file : List.of("report.html", "report.md", "comparison.csv")) {
      assertTrue(Files.size(folder.resolve("out").resolve(file)) > 0, file);
    }
    JsonNode run = read("out/cubic-scaled-t0.8/run.json");
    assertEquals("finished", run.get("status").asText());
    assertEquals(run.get("steps"), run.get("step"));
    assertTrue(run.get("weights_sha256").asText().matches("[0-9a-f]{64}"));
    assertFalse(run("report", "out").out().isEmpty());
  }

  @Test
  void reportsARunThatFails() throws Exception {
    assumeReady("mxnet");
    writeImages();
    Captured train =
        run(
            "train --engine mxnet --arch densenet-bc-10-4 --dataset images:images --batch 8"
                + " --epochs 2 --threads 1 --base-rate 1e30 --out out --format json");
    assertEquals(1, train.exitCode(), train.err());
    assertEquals("failed", train.json().get("status").asText());
    assertTrue(train.json().get("failure").asText().contains("the loss is"), train.out());
    assertTrue(train.err().contains("cubic-scaled-t0.8 failed: the loss is"), train.err());
    assertTrue(Files.size(folder.resolve("out/report.html")) > 0);
  }

  /** Each strategy without a cache and with one: the same weights, bit for bit. */
  @ParameterizedTest
  @ValueSource(strings = {"mxnet", "pytorch"})
  void trainsToTheSameWeightsWithACache(String engine) throws Exception {
    assumeReady(engine);
    writeImages();
    Captured compare =
        run(
            "compare --engine ENGINE --arch wrn-10-1 --dataset images:images --batch 16 --cache"
                    .replace("ENGINE", engine)
                + " --views 2 --cache-memory 2m --cache-disk 9m --epochs 7 --t0 0.4"
                + " --strategy linear,cubic --threads 1 --out out --format json");
    assertEquals(0, compare.exitCode(), compare.err());
    assertTrue(
        compare.err().contains("linear-t0.4-cached: caching from group 0 (conv1) on: 64.0 KiB"),
        compare.err());
    JsonNode rows = compare.json();
    assertEquals(4, rows.size());
    for (int i = 0; i < rows.size(); i += 2) {
      assertFalse(rows.get(i).get("cache").asBoolean());
      assertTrue(rows.get(i + 1).get("cache").asBoolean());
      assertEquals(rows.get(i).get("error_percent"), rows.get(i + 1).get("error_percent"));
      assertEquals(weights(rows.get(i)), weights(rows.get(i + 1)));
    }
    assertTrue(
        Files.readString(folder.resolve("out/cubic-t0.4-cached/metrics.jsonl"))
            .matches("(?s).*\"cached_images\":[1-9].*"));
  }

  private String weights(JsonNode row) throws IOException {
    return read("out/" + row.get("run").asText() + "/run.json").get("weights_sha256").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulated", "mxnet", "pytorch"})
  void stopsCleanlyOnASignal(String engine) throws Exception {
    assumeReady(engine);
    writeImages();
    Process process =
        start(
            ("compare --engine ENGINE --arch densenet-bc-10-4 --dataset images:images --batch 8"
                    + " --epochs 100000 --threads 1 --out out")
                .replace("ENGINE", engine)
                .split(" "));
    List<String> lines = new ArrayList<>();
    boolean asked = false;
    try (var err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        lines.add(line);
        // Not in the first step, which may outlast the patience with a signal on a busy machine.
        if (!asked && line.startsWith("step") && line.endsWith(" left")) {
          asked = true;
          process.toHandle().destroy(); // SIGTERM; the streams stay open
        }
      }
    }
    assertEquals(128 + 15, process.waitFor(), lines::toString);
    String text = String.join("\n", lines) + "\n";
    assertNoWarnings(text);
    assertTrue(lines.get(lines.size() - 1).startsWith("freezeout: stopped after "), text);
    assertEquals("stopped", read("out/baseline/run.json").get("status").asText());
    JsonNode rows = read("out/comparison.json");
    assertEquals(4, rows.size());
    rows.forEach(row -> assertEquals("stopped", row.get("status").asText()));
    try (var files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("hs_err")));
    }
  }

  /** Progress, evaluations and freezes are told; anything else is noise of a library. */
  private static void assertNoWarnings(String err) {
    String ours = "(step \\d|baseline|linear|cubic|report: |freezeout: stop).*";
    assertAll(
        err.lines().map(line -> () -> assertTrue(line.matches(ours), () -> "unexpected: " + line)));
  }

  private void assumeReady(String engine) throws Exception {
    for (JsonNode status : run("engines", "--format", "json").json()) {
      if (status.get("engine").asText().equals(engine)) {
        assumeTrue(
            !status.get("devices").isEmpty(), () -> engine + ": " + status.get("missing").asText());
        return;
      }
    }
    throw new AssertionError("no engine " + engine);
  }

  /** Two classes of random images, one dark and one bright. */
  private void writeImages() throws IOException {
    var random = new Random(1);
    for (String part : List.of("train", "test")) {
      for (int label = 0; label < 2; label++) {
        Path images = Files.createDirectories(folder.resolve("images/" + part + "/class" + label));
        for (int i = 0; i < 20; i++) {
          var image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
          for (int pixel = 0; pixel < 32 * 32; pixel++) {
            int value = random.nextInt(128) + 127 * label;
            image.setRGB(pixel % 32, pixel / 32, new Color(value, value, value).getRGB());
          }
          ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
      }
    }
  }

  private JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  private Captured run(String line) throws Exception {
    return run(line.split(" "));
  }

  private Captured run(String... arguments) throws Exception {
    Path err = folder.resolve("stderr");
    Path out = folder.resolve("stdout");
    int exitCode =
        builder(arguments)
            .redirectError(err.toFile())
            .redirectOutput(out.toFile())
            .start()
            .waitFor();
    return new Captured(exitCode, Files.readString(out), Files.readString(err));
  }

  private Process start(String... arguments) throws IOException {
    return builder(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }
}
