package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.cost.RunForecast;
import org.freezeout.schedule.TrainingLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final ExperimentSpec SPEC = Fixtures.spec(1, 3);
  private static final Environment HERE = Environment.here(SPEC.engine(), "1.0", "no hardware");

  private static final BesideSteps BESIDES =
      new BesideSteps(
          7, 20, List.of(0.01, 0.03), List.of(0.125, 0.125), 10, List.of(3.0, 3.0), 2.5, 1.5);

  @TempDir private Path folder;

  private static Calibration calibration(List<Integer> prefixes, Double load) {
    return new Calibration(
        2,
        "three-groups",
        ArchitectureJson.sha256(SPEC.architecture()),
        "3x1x1",
        2,
        "fake-data",
        "standard",
        2,
        42,
        HERE,
        NOW,
        load,
        prefixes,
        null,
        null,
        List.of(Collections.nCopies(prefixes.size(), 0.75)),
        Collections.nCopies(4, Collections.nCopies(prefixes.size(), 0.5)),
        BESIDES);
  }

  private static Calibration calibration() {
    return calibration(List.of(0, 1, 2), 0.25);
  }

  @Test
  void comesBackFromItsFile() throws IOException {
    Path file = folder.resolve("calibration.json");
    calibration().write(file);
    assertEquals(calibration(), Calibration.read(file));
  }

  /** Without a cache 0.5 s; with one, 0.25 s if all is found and 0.75 s if nothing is. */
  private static Calibration cached() {
    return new Calibration(
        2,
        "three-groups",
        ArchitectureJson.sha256(SPEC.architecture()),
        "3x1x1",
        2,
        "fake-data",
        "standard",
        2,
        42,
        HERE,
        NOW,
        0.25,
        List.of(0, 1, 2),
        "float32",
        List.of(2),
        null,
        Collections.nCopies(4, List.of(0.5, 0.5, 0.5, 0.25, 0.75)),
        BESIDES);
  }

  @Test
  void comesBackFromItsFileWithACache() throws IOException {
    Path file = folder.resolve("calibration.json");
    cached().write(file);
    assertEquals(cached(), Calibration.read(file));
    assertEquals(0.5, Calibration.read(file).cost(SPEC.architecture()).cachedStepCost(2), 1e-12);
    cached().checkCache(CachePrecision.FLOAT32);
    assertEquals(
        "the calibration was measured without a cache and cannot predict with one: calibrate with"
            + " --cache",
        Fixtures.refusal(() -> calibration().checkCache(CachePrecision.FLOAT32)));
    // 7 images in batches of 2: three steps in an epoch.
    assertEquals(new PrefixCaching(5, 1, 6 / 7.0, 2), cached().prefixCaching(5, 7));
  }

  @Test
  void filesWithoutACacheSayNothingOfOne() throws IOException {
    Path file = folder.resolve("calibration.json");
    calibration().write(file);
    assertFalse(Files.readString(file).contains("cache"), Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "cached_prefixes" : [ 2 ]   | "cached_prefixes" : null   | go together, got float32 and null
          "cached_prefixes" : [ 2 ]   | "cached_prefixes" : []     | cached_prefixes must be at least 1, got 0
          "cached_prefixes" : [ 2 ]   | "cached_prefixes" : [null] | cached_prefixes must not hold null
          "cached_prefixes" : [ 2 ]   | "cached_prefixes" : [ 1 ]  | cached prefixes must end with 2, got [1]
          "cached_prefixes" : [ 2 ]   | "cached_prefixes" : [ 1, 2 ] | round 0 must have 7 steps
          "float32"                   | "float8"                   | unknown cache precision 'float8'
          """)
  void refusesCachesThatAreDamaged(String part, String other, String says) throws IOException {
    Path file = folder.resolve("calibration.json");
    cached().write(file);
    String text = Seal.removed(Files.readString(file));
    assertTrue(text.contains(part), text);
    Files.writeString(file, text.replace(part, other));
    String message = Fixtures.refusal(() -> Calibration.read(file));
    assertTrue(message.startsWith(file.toString()) && message.contains(says), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "format" : 2                | "format" : 3           | format must be 2, got 3
          "format" : 2                | "format" : 1           | got 1: it was measured by an older version, calibrate again
          "format" : 2                | "format" : "2"         | format
          "test_images" : 20          | "test_images" : -1     | test_images must be at least 0, got -1
          0.01, 0.03                  | 0.01                   | wait_seconds must be at least 2 numbers, got [0.01]
          0.01, 0.03                  | 0.01, -1               | wait_seconds must be finite and at least 0, got -1.0
          0.125, 0.125                | 0.125, null            | preparation_seconds must be at least 2 numbers
          3.0, 3.0                    | 3.0                    | evaluation_seconds must be at least 2 numbers
          "evaluation_images" : 10    | "evaluation_images" : 0 | evaluation_images must be at least 1, got 0
          "start_seconds" : 2.5       | "start_seconds" : -1   | start_seconds must be finite and at least 0
          "seed" : 42                 | "seed" : 42, "pace": 1 | unknown field; known: arch,
          "arch" : "three-groups"     | "arch" : null          | arch is missing
          "batch" : 2                 | "batch" : 2.5          | batch
          "batch" : 2                 | "batch" : 0            | batch must be at least 1, got 0
          "hardware" : "no hardware"  | "hardware" : null      | environment.hardware is missing
          [ 0, 1, 2 ]                 | [ 0, 1, null ]         | prefixes must not hold null
          [ 0, 1, 2 ]                 | [ 0, 1 ]               | round 0 must have 2 steps
          [ 0, 1, 2 ]                 | null                   | prefixes is missing
          [ 0, 1, 2 ]                 | [ 1, 2, 3 ]            | start with 0, got [1, 2, 3]
          0.75, 0.75, 0.75            | 0.75, 0.75             | warm-up round 0 must have 3 steps
          0.5, 0.5, 0.5               | 0.5, -0.5, 0.5         | finite and greater than 0, got -0.5
          0.5, 0.5, 0.5               | 0.5, null, 0.5         | got null
          2026-01-02T03:04:05Z        | yesterday              | measured_at
          "seed" : 42                 | "seed" : 42, "seed": 1 | seed
          """)
  void refusesWhatIsDamaged(String part, String other, String says) throws IOException {
    Path file = folder.resolve("calibration.json");
    calibration().write(file);
    String text = Seal.removed(Files.readString(file));
    assertTrue(text.contains(part), text);
    Files.writeString(file, text.replace(part, other));
    String message = Fixtures.refusal(() -> Calibration.read(file));
    assertTrue(message.startsWith(file.toString()) && message.contains(says), message);
  }

  /** A step of half a second, 20 ms of waiting and 0.3 s for each image that is evaluated. */
  @Test
  void knowsHowLongARunTakes() {
    var length = new TrainingLength(2, 3);
    RunForecast forecast =
        calibration()
            .runTime(SPEC.architecture())
            .forecast(FreezePlan.discrete(Fixtures.LINEAR, 3, length), length, 20);
    assertEquals(6 * 0.52 + 2 * 20 * 0.3 + 4, forecast.scheduled().total(), 1e-9);
    assertEquals(4, forecast.scheduled().start());
    assertEquals(0, forecast.totalSaving().saving(), 1e-9);
  }

  /** A file of the first version had no {@code beside_steps}. */
  @Test
  void refusesAFileOfAnOlderVersion() throws IOException {
    Path file = folder.resolve("calibration.json");
    calibration().write(file);
    String text = Files.readString(file);
    int besides = text.indexOf(",", text.indexOf("] ]"));
    Files.writeString(
        file, text.substring(0, besides).replace("\"format\" : 2", "\"format\" : 1") + "}");
    String message = Fixtures.refusal(() -> Calibration.read(file));
    assertTrue(message.endsWith("measured by an older version, calibrate again"), message);
  }

  @Test
  void speaksForOneNetworkAlone() {
    assertEquals(1, calibration().cost(SPEC.architecture()).stepCost(2));
    List<LayerGroup> groups = SPEC.architecture().groups();
    var renamed = new ArchitectureSpec("x", FeatureShape.ofVector(3), groups);
    assertEquals(1, calibration().cost(renamed).stepCost(2));
    var wider = new ArchitectureSpec("three-groups", FeatureShape.ofVector(5), groups);
    assertEquals(
        "the calibration is for three-groups over 3x1x1 with 2 classes, not for three-groups over 5x1x1"
            + " with 2 classes",
        Fixtures.refusal(() -> calibration().cost(wider)));
    assertTrue(
        Fixtures.refusal(() -> calibration(List.of(0, 1), null).cost(SPEC.architecture()))
            .contains("the last measured prefix must be 2"));
  }

  @Test
  void speaksForOneMachineAlone() {
    calibration().checkFits(SPEC);
    calibration().checkFits(HERE);
    foreign(2, "fake", "gpu1", 4, "threads 3, not for 4");
    foreign(2, "fake", "cpu", 3, "device gpu1, not for cpu");
    foreign(2, "other", "gpu1", 3, "engine fake, not for other");
    foreign(3, "fake", "gpu1", 3, "batch 2, not for 3");
    foreign(Environment.here(SPEC.engine(), "1.1", "no hardware"), "version 1.0, not for 1.1");
    foreign(Environment.here(SPEC.engine(), "1.0", "a chip"), "no hardware, not for a chip");
  }

  private static void foreign(int batch, String engine, String device, int threads, String says) {
    var other =
        new ExperimentSpec(
            SPEC.architecture(),
            SPEC.data(),
            EngineSpec.of(engine, device, threads),
            OptimizationSpec.of(batch, 1, 0.1),
            42);
    String message = Fixtures.refusal(() -> calibration().checkFits(other));
    assertTrue(message.endsWith(says), message);
  }

  private static void foreign(Environment elsewhere, String says) {
    String message = Fixtures.refusal(() -> calibration().checkFits(elsewhere));
    assertTrue(message.endsWith(says), message);
  }

  @Test
  void isDoubtedWhenOldOrMeasuredOnABusyMachine() {
    assertEquals(List.of(), calibration().doubts(NOW.plus(Duration.ofDays(30))));
    assertEquals(
        List.of("the calibration is 31 days old"),
        calibration().doubts(NOW.plus(Duration.ofDays(31))));
    int cores = HERE.cores();
    assertEquals(
        List.of(
            "the calibration was measured on a busy machine, with a load of "
                + (cores + 1.5)
                + " on "
                + cores
                + " processors"),
        calibration(List.of(0, 2), cores + 1.5).doubts(NOW));
  }
}
