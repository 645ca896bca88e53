package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.freezeout.experiment.TrainingBackend;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged program, killed at random moments and resumed. {@code -Dfreezeout.kills=100} kills
 * it more often than the default, {@code -Dfreezeout.seed=2} at other moments.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(3600)
class ResumeIT {

  private static final Path JAR = Path.of("target", "freezeout.jar").toAbsolutePath();
  private static final int KILLS = Integer.getInteger("freezeout.kills", 5);
  private static final int LONGEST_LIFE_MILLIS = 400;
  private static final List<String> RUNS = List.of("baseline", "linear-t0.4", "cubic-t0.4");

  @TempDir private Path folder;

  /** Two classes of random images, one dark and one bright. */
  @BeforeEach
  void writeImages() throws IOException {
    var random = new Random(1);
    for (String part : List.of("train", "test")) {
      for (int label = 0; label < 2; label++) {
        Path images = Files.createDirectories(folder.resolve("images/" + part + "/class" + label));
        for (int i = 0; i < 20; i++) {
          var image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
          for (int pixel = 0; pixel < 32 * 32; pixel++) {
            int value = random.nextInt(128) + 127 * label;
            image.setRGB(pixel % 32, pixel / 32, value << 16 | value << 8 | value);
          }
          ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mxnet", "pytorch"})
  void endsWithTheSameBitsHoweverOftenItIsKilled(String engine) throws Exception {
    assumeReady(engine);
    // A life is at most some 20 steps long, and may lose what it did.
    int epochs = 8 + 3 * KILLS;
    Captured whole = run(compare(engine, epochs, "5m", "whole"));
    assertEquals(0, whole.exitCode(), whole.err());
    var random = new Random(Long.getLong("freezeout.seed", 1));
    int killed = 0;
    int exitCode = -1;
    String err = "";
    while (exitCode < 0) {
      boolean begun = Files.exists(folder.resolve("out"));
      Process process =
          start(begun ? List.of("resume", "out") : compare(engine, epochs, "1", "out"));
      StringBuilder said = new StringBuilder();
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
        boolean doomed = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          said.append(line).append('\n');
          if (!doomed && killed < KILLS && line.startsWith("step ")) {
            doomed = true;
            Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
            process.toHandle().destroyForcibly();
          }
        }
      }
      int code = process.waitFor();
      err = said.toString();
      if (code == 128 + 9) {
        killed++;
      } else {
        exitCode = code;
      }
    }
    assertEquals(0, exitCode, err);
    System.out.println(engine + ": survived " + killed + " of " + killed + " kills");
    assertEquals(KILLS, killed, "it ended too early to be killed as often");
    for (String run : RUNS) {
      assertEquals(record("whole/" + run), record("out/" + run), run);
      assertEquals(metrics("whole/" + run), metrics("out/" + run), run);
      assertEquals(epochs * 5, read("out/" + run + "/run.json").get("step").asInt());
    }
    assertEquals(3 - 1, read("out/comparison.json").size());
    assertTrue(Files.size(folder.resolve("out/report.html")) > 0);
    Captured again = run(List.of("resume", "out"));
    assertEquals(0, again.exitCode(), again.err());
    assertTrue(again.err().contains("out has finished already"), again.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulated", "mxnet", "pytorch"})
  void goesOnAfterASignal(String engine) throws Exception {
    assumeReady(engine);
    List<String> train = new ArrayList<>(compare(engine, 40, "5m", "out"));
    train.set(0, "train");
    train.set(train.indexOf("linear,cubic"), "cubic");
    List<String> whole = new ArrayList<>(train);
    whole.set(whole.indexOf("out"), "whole");
    assertEquals(0, run(whole).exitCode());
    String err = "";
    Process process = start(train);
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        err += line + "\n";
        if (line.startsWith("step 0 of")) {
          process.toHandle().destroy();
        }
      }
    }
    assertEquals(128 + 15, process.waitFor(), err);
    assumeTrue(err.contains("'freezeout resume out' goes on"), err);
    JsonNode stopped = read("out/run.json");
    assertEquals("stopped", stopped.get("status").asText());
    assertEquals(0, run(List.of("report", "out")).exitCode());
    Captured resumed = run(List.of("resume", "out", "--format", "json"));
    assertEquals(0, resumed.exitCode(), resumed.err());
    assertTrue(
        resumed.err().contains("going on after " + stopped.get("step") + " of 200 steps"),
        resumed.err());
    assertEquals(read("out/run.json"), resumed.json());
    assertEquals(record("whole"), record("out"));
    assertEquals(metrics("whole"), metrics("out"));
  }

  @Test
  void isRefusedWhileAnotherProcessWorks() throws Exception {
    Process process = start(compare("simulated", 100_000, "5m", "out"));
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); !line.startsWith("step 0"); ) {
        line = lines.readLine();
      }
      Captured second = run(List.of("resume", "out"));
      assertEquals(2, second.exitCode());
      assertEquals("freezeout: out is in use by process " + process.pid() + "\n", second.err());
    } finally {
      process.toHandle().destroyForcibly();
    }
    process.waitFor();
    assertFalse(Files.exists(folder.resolve("out/report.html")));
  }

  private static List<String> compare(String engine, int epochs, String every, String out) {
    return List.of(
        "compare --engine %s --arch densenet-bc-10-4 --dataset images:images --batch 8 --epochs %d"
            .formatted(engine, epochs)
            .concat(" --t0 0.4 --strategy linear,cubic --threads 2 --checkpoint-every ")
            .concat(every + " --out " + out)
            .split(" "));
  }

  private static void assumeReady(String engine) {
    assumeTrue(!TrainingBackend.named(engine).status().devices().isEmpty(), engine);
  }

  /** What a run came to, but for its durations. */
  private JsonNode record(String run) throws IOException {
    ObjectNode record = (ObjectNode) read(run + "/run.json");
    // The audit judges durations too.
    record.remove(List.of("seconds", "started_at", "audit"));
    assertEquals("finished", record.get("status").asText());
    return record;
  }

  /** Everything that was recorded, but for durations and what is said about them. */
  private List<JsonNode> metrics(String run) throws IOException {
    List<JsonNode> metrics = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(run + "/metrics.jsonl"))) {
      ObjectNode metric = (ObjectNode) new ObjectMapper().readTree(line);
      metric.remove(
          List.of("timed", "wall_seconds", "cpu_seconds", "wait_seconds", "preparation_seconds"));
      if (!metric.get("type").asText().equals("audit_time")) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  private JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  private Captured run(List<String> arguments) throws Exception {
    Path err = folder.resolve("stderr");
    Path out = folder.resolve("stdout");
    Process process =
        builder(arguments).redirectError(err.toFile()).redirectOutput(out.toFile()).start();
    assertTrue(process.waitFor(10, TimeUnit.MINUTES));
    return new Captured(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Process start(List<String> arguments) throws IOException {
    return builder(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private ProcessBuilder builder(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(Map.of("OMP_NUM_THREADS", "2"));
    return builder;
  }
}
