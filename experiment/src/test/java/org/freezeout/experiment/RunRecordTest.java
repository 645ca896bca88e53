package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.CUBIC;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.schedule.FreezeOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecordTest {

  private static final ObjectMapper PLAIN = new ObjectMapper();

  @TempDir Path temp;

  private final RunRecord record =
      Fixtures.record(LINEAR, 2, 3).with(RunStatus.STOPPED, 4, 12.5, 7.25, null, null);

  /** Field names are an interface. */
  @Test
  void hasTheFieldsOfTheInterface() throws IOException {
    JsonNode json = PLAIN.readTree(Json.pretty(record));
    assertEquals(
        List.of(
            "format",
            "status",
            "arch",
            "dataset",
            "augment",
            "views",
            "training_images",
            "test_images",
            "strategy",
            "t0",
            "cache",
            "cache_precision",
            "cache_first_border",
            "base_rate",
            "momentum",
            "weight_decay",
            "batch",
            "epochs",
            "seed",
            "engine",
            "device",
            "threads",
            "environment",
            "started_at",
            "step",
            "steps",
            "error_percent",
            "seconds",
            "weights_sha256",
            "failure",
            "audit",
            "digests"),
        names(json));
    assertEquals("stopped", json.get("status").textValue());
    assertEquals("three-groups", json.get("arch").textValue());
    assertEquals("fake-data", json.get("dataset").textValue());
    assertEquals("standard", json.get("augment").textValue());
    assertEquals(7, json.get("training_images").intValue());
    assertEquals("linear", json.get("strategy").textValue());
    assertEquals(0.5, json.get("t0").doubleValue());
    assertEquals(42, json.get("seed").intValue());
    assertEquals("fake", json.get("engine").textValue());
    assertEquals("gpu1", json.get("device").textValue());
    assertEquals(4, json.get("step").intValue());
    assertEquals(6, json.get("steps").intValue());
    assertEquals(12.5, json.get("error_percent").doubleValue());
    assertEquals(7.25, json.get("seconds").doubleValue());
    assertTrue(json.get("weights_sha256").isNull());
    assertEquals(record.startedAt(), Instant.parse(json.get("started_at").textValue()));
    assertEquals("no hardware", json.get("environment").get("hardware").textValue());
  }

  @Test
  void theBaselineHasNoT0() throws IOException {
    RunRecord baseline = Fixtures.record(BASELINE, 2, 3);
    JsonNode json = PLAIN.readTree(Json.pretty(baseline));
    assertEquals("baseline", json.get("strategy").textValue());
    assertTrue(json.get("t0").isNull());
    assertEquals(BASELINE, baseline.policy());
    assertEquals("baseline", baseline.name());
  }

  @Test
  void givesPolicyLengthAndName() {
    assertEquals(CUBIC, Fixtures.record(CUBIC, 2, 3).policy());
    assertEquals("cubic-scaled-t0.5", Fixtures.record(CUBIC, 2, 3).name());
    assertEquals(Fixtures.spec(2, 3).length(), record.length());
    assertEquals("cubic-scaled-t0.8", RunRecord.name(FreezeOut.of(0.1, 0.8)));
  }

  @Test
  void tellsRunsWithACacheApart() throws IOException {
    ExperimentSpec spec = CachePlanTest.spec(OptionalInt.of(2), 5);
    RunRecord float32 = cached(spec, CachePrecision.FLOAT32);
    assertEquals("cubic-scaled-t0.5-cached", float32.name());
    assertEquals("cubic-scaled-t0.5-cached-float16", cached(spec, CachePrecision.FLOAT16).name());
    JsonNode json = PLAIN.readTree(Json.pretty(float32));
    assertTrue(json.get("cache").booleanValue());
    assertEquals("float32", json.get("cache_precision").textValue());
    assertEquals(1, json.get("cache_first_border").intValue());
    assertEquals(2, json.get("views").intValue());
    Path file = temp.resolve("run.json");
    Json.write(file, float32);
    assertEquals(float32, Json.read(file, RunRecord.class));
    // Batches of 18 leave 2 of the 20 images out of every epoch.
    assertEquals(
        FreezePlan.cached(CUBIC, 5, spec.length(), new PrefixCaching(2, 1, 0.9, 18)),
        float32.plan(5));
  }

  private static RunRecord cached(ExperimentSpec spec, CachePrecision precision) {
    CacheSpec budget = new CacheSpec(1L << 30, 0, precision);
    CachePlan plan = CachePlan.of(spec, List.of(CUBIC), budget).get(0);
    return RunRecord.start(
        spec,
        new PlannedRun(CUBIC, Optional.of(plan)),
        Environment.here(spec.engine(), "1.0", "no hardware"));
  }

  @Test
  void readsRunsOfVersionsWithoutACache() throws IOException {
    ObjectNode json = (ObjectNode) PLAIN.readTree(Json.pretty(record));
    json.remove(List.of("views", "cache", "cache_precision", "cache_first_border"));
    Path file = Files.writeString(temp.resolve("run.json"), json.toPrettyString());
    assertEquals(record, Json.read(file, RunRecord.class));
    assertEquals(FreezePlan.discrete(LINEAR, 3, record.length()), record.plan(3));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = temp.resolve("run.json");
    Json.write(file, record);
    assertEquals(record, Json.read(file, RunRecord.class));
  }

  /** Files from before freeze audits had a verdict. */
  @Test
  void readsFilesWithoutAnAudit() throws IOException {
    ObjectNode json = (ObjectNode) PLAIN.readTree(Json.pretty(record));
    json.remove("audit");
    Path file = Files.writeString(temp.resolve("run.json"), json.toPrettyString());
    assertEquals(record, Json.read(file, RunRecord.class));
    json.put("audit", "failed");
    Files.writeString(file, json.toPrettyString());
    assertEquals(AuditVerdict.FAILED, Json.read(file, RunRecord.class).audit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "arch",
        "dataset",
        "augment",
        "strategy",
        "t0",
        "engine",
        "device",
        "environment",
        "started_at",
      })
  void refusesWithoutAField(String field) throws IOException {
    String missing = refused(field, null);
    assertTrue(missing.endsWith(": " + field + " is missing"), missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training_images",
        "test_images",
        "base_rate",
        "momentum",
        "weight_decay",
        "batch",
        "epochs",
        "seed",
        "threads",
        "step",
        "steps",
        "seconds",
        "format",
      })
  void refusesWithoutANumber(String field) throws IOException {
    String missing = refused(field, null);
    assertTrue(missing.endsWith(field + ": missing or null"), missing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format|3|format must be 1 or 2, got 3",
        "status|\"dead\"|\"dead\"",
        "strategy|\"quartic\"|unknown strategy 'quartic'",
        "t0|1.5|t0 must lie in (0, 1], got 1.5",
        "base_rate|-1|base rate must be finite and greater than 0, got -1.0",
        "momentum|1|momentum must lie in [0, 1), got 1.0",
        "momentum|\"NaN\"|momentum must lie in [0, 1), got NaN",
        "weight_decay|-1|weight decay must be finite and at least 0, got -1.0",
        "training_images|-1|training_images must be at least 0, got -1",
        "test_images|-1|test_images must be at least 0, got -1",
        "epochs|0|epochs must be at least 1, got 0",
        "epochs|4|steps must be a multiple of epochs 4, got 6",
        "batch|0|batch must be at least 1, got 0",
        "step|7|step must be at most steps 6, got 7",
        "step|-1|step must be at least 0, got -1",
        "step|99999999999|(99999999999) out of range of int",
        "cache|true|cache_precision is missing",
        "views|0|views must be at least 1, got 0",
        "seconds|-2|seconds must be finite and at least 0, got -2.0",
        "seconds|1e300|seconds must be at most 1.0E15, got 1.0E300",
        "started_at|\"yesterday\"|yesterday",
        "started_at|\"+1000000000-12-31T23:59:59Z\"|started_at must lie between 1970-01-01T00:00:00Z",
        "environment|[]|environment",
      })
  void refusesWhatCannotBe(String field, String value, String message) throws IOException {
    String got = refused(field, value);
    assertTrue(got.contains(message), got);
  }

  private String refused(String field, String value) throws IOException {
    ObjectNode json = (ObjectNode) PLAIN.readTree(Json.pretty(record));
    if (value == null) {
      json.remove(field);
    } else {
      json.set(field, PLAIN.readTree(value));
    }
    Path file = Files.writeString(temp.resolve("run.json"), json.toPrettyString());
    String message = refusal(() -> Json.read(file, RunRecord.class));
    assertTrue(message.startsWith(file + " at line "), message);
    return message;
  }

  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
