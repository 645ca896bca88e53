package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.CUBIC;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {

  private static final ObjectMapper PLAIN = new ObjectMapper();

  @TempDir Path temp;

  /** Predicts the share of steps in which the first group is frozen. */
  private static final CostModel FIRST_GROUP =
      new CostModel() {
        @Override
        public String name() {
          return "first-group";
        }

        @Override
        public double saving(ArchitectureSpec architecture, FreezePlan plan) {
          return 1 - plan.trainedShare(0);
        }
      };

  /**
   * The fake engine's run r takes 1 + r seconds a step; with waiting and one evaluation the
   * baseline takes 4 * 1.25 + 8, the others 4 * 2.25 + 8 and 4 * 3.25 + 8. Step 2 of 4 is the first
   * at 0.5, step 1 the first at 0.125.
   */
  @Test
  void setsPredictedBesideMeasured() throws IOException {
    Comparison comparison = compare(new FakeBackend());
    ComparisonRow linear = comparison.rows().get(0);
    assertEquals("linear", linear.strategy());
    assertEquals(0.5, linear.t0());
    assertEquals(0.5, linear.predicted().get("first-group"));
    assertEquals(-1, linear.measuredSaving(), 1e-12);
    assertEquals(-1, linear.measuredSavingLow(), 1e-12);
    assertEquals(-1, linear.measuredSavingHigh(), 1e-12);
    assertEquals(0, linear.measuredCpuSaving(), 1e-12);
    assertEquals(1 - 17 / 13.0, linear.totalSaving(), 1e-12);
    assertEquals(46, linear.errorPercent());
    assertEquals(46, linear.baselineErrorPercent());
    assertEquals(RunStatus.FINISHED, linear.status());
    assertEquals("fake", linear.engine());
    assertEquals("gpu1", linear.device());
    assertEquals("linear-t0.5", linear.run());
    assertNull(linear.failure());

    ComparisonRow cubic = comparison.rows().get(1);
    assertEquals("cubic-scaled", cubic.strategy());
    assertEquals(0.75, cubic.predicted().get("first-group"));
    assertEquals(-2, cubic.measuredSaving(), 1e-12);
    assertEquals(1 - 21 / 13.0, cubic.totalSaving(), 1e-12);
  }

  @Test
  void aFailedRunHasNoSavingButTheOthersDo() throws IOException {
    Comparison comparison =
        compare(
            new FakeBackend() {
              @Override
              OptionalDouble loss(int run, int step) {
                return OptionalDouble.of(run == 1 && step == 3 ? Double.NaN : 1);
              }
            });
    ComparisonRow failed = comparison.rows().get(0);
    assertEquals(RunStatus.FAILED, failed.status());
    assertTrue(failed.failure().startsWith("the loss is NaN at step 3"));
    assertNull(failed.measuredSaving());
    assertNull(failed.measuredSavingLow());
    assertNull(failed.totalSaving());
    assertNull(failed.measuredCpuSaving());
    assertEquals(0.5, failed.predicted().get("first-group"));
    assertEquals(-2, comparison.rows().get(1).measuredSaving(), 1e-12);
  }

  @Test
  void withoutABaselineThereIsNoSaving() throws IOException {
    Comparison comparison =
        compare(
            new FakeBackend() {
              @Override
              OptionalDouble loss(int run, int step) {
                return OptionalDouble.of(run == 0 ? Double.NaN : 1);
              }
            });
    for (ComparisonRow row : comparison.rows()) {
      assertEquals(RunStatus.FINISHED, row.status());
      assertNull(row.measuredSaving());
      assertNull(row.baselineErrorPercent());
    }
    comparison.runs().forEach(comparison::audit);
  }

  /** Field names are an interface. */
  @Test
  void hasTheFieldsOfTheInterface() throws IOException {
    compare(new FakeBackend());
    JsonNode rows = PLAIN.readTree(temp.resolve("out/comparison.json").toFile());
    assertEquals(2, rows.size());
    assertEquals(
        List.of(
            "strategy",
            "t0",
            "cache",
            "cache_precision",
            "predicted",
            "predicted_low",
            "predicted_high",
            "measured_saving",
            "measured_saving_low",
            "measured_saving_high",
            "steady_saving",
            "measured_cpu_saving",
            "total_saving",
            "predicted_total_saving",
            "predicted_total_low",
            "predicted_total_high",
            "error_percent",
            "baseline_error_percent",
            "status",
            "failure",
            "engine",
            "device",
            "run"),
        RunRecordTest.names(rows.get(0)));
    assertEquals("finished", rows.get(0).get("status").textValue());
    assertEquals(0.5, rows.get(0).get("predicted").get("first-group").doubleValue());
    assertTrue(rows.get(0).get("predicted_low").isNull());
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Comparison comparison = compare(new FakeBackend());
    assertTrue(Comparison.isAt(temp.resolve("out")));
    assertFalse(Comparison.isAt(temp));
    assertEquals(comparison, Comparison.read(temp.resolve("out")));
    assertEquals(comparison, Comparison.read(temp.resolve("out/linear-t0.5/..")));
    Path here = Path.of("").toAbsolutePath().relativize(temp.resolve("out").toAbsolutePath());
    assertEquals(comparison, Comparison.read(here));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "",
        "../out/linear-t0.5",
        "/etc",
        "linear-t0.5/../baseline",
        "a/b",
        "\\\\host",
        "~",
        ".hidden",
        "a\u0000b",
        "C:",
      })
  void refusesRunsOutsideTheFolder(String run) throws IOException {
    String message = damaged("run", PLAIN.valueToTree(run).toString());
    assertTrue(message.contains("run must name a folder beside the file, got "), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run|null|run is missing",
        "run|\"gone\"|gone",
        "strategy|null|strategy is missing",
        "status|null|status is missing",
        "status|\"maybe\"|status",
        "predicted|null|predicted is missing",
        "predicted|{\"paper\": null}|predicted.paper is missing",
        "predicted|{\"paper\": \"much\"}|predicted",
        "predicted|{\"a\\u001bb\": 1}|predicted must hold cost models, got a b",
        "measured_saving|-1e309|measured_saving of cubic-scaled-t0.5 is no saving, got -Infinity",
        "predicted|{\"paper\": 1e300}|predicted.paper of cubic-scaled-t0.5 is no saving, got 1.0E300",
        "measured_saving_high|null|an interval of cubic-scaled-t0.5 must have both ends or none",
        "t0|null|t0: missing or null",
        "t0|0.7|strategy and t0 must be those of cubic-scaled-t0.5, got cubic-scaled and 0.7",
        "t0|\"NaN\"|strategy and t0 must be those of cubic-scaled-t0.5, got cubic-scaled and NaN",
        "strategy|\"cubic\"|strategy and t0 must be those of cubic-scaled-t0.5, got cubic and 0.5",
        "run|\"baseline\"|strategy and t0 must be those of baseline, got cubic-scaled and 0.5",
        "measured_saving|\"x\"|measured_saving",
      })
  void refusesDamagedRows(String field, String value, String message) throws IOException {
    String got = damaged(field, value);
    assertTrue(got.contains(message), got);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[null]", "{}", "null", "[[]]", "[{}]", "[", "7", ""})
  void refusesOtherFiles(String json) throws IOException {
    compare(new FakeBackend());
    Path file = Files.writeString(temp.resolve("out/comparison.json"), json);
    DigestFile.delete(file);
    String message = refusal(() -> Comparison.read(temp.resolve("out")));
    assertTrue(message.startsWith(file.toString()), message);
  }

  @Test
  void refusesMoreFrozenGroupsThanThereAre() throws IOException {
    compare(new FakeBackend());
    Path metrics = temp.resolve("out/linear-t0.5/metrics.jsonl");
    String text = Files.readString(metrics);
    Files.writeString(
        metrics, text.replaceFirst("\"frozen_prefix\":\\d+", "\"frozen_prefix\":65536"));
    Fixtures.withoutChecksums(metrics.resolveSibling("run.json"));
    assertEquals(
        temp.resolve("out/linear-t0.5")
            + ": frozen_prefix of step 0 must be at most the number of layer groups, 3, got 65536",
        refusal(() -> Comparison.read(temp.resolve("out"))));
  }

  @Test
  void refusesADamagedOrOtherNetworkOfAnyRun() throws IOException {
    compare(new FakeBackend());
    Path run = temp.resolve("out/linear-t0.5");
    Path network = run.resolve("architecture.json");
    String text = Files.readString(network);
    Files.writeString(network, text.substring(0, text.length() / 2));
    assertTrue(
        refusal(() -> Comparison.read(temp.resolve("out"))).startsWith(network.toString()),
        "its end is missing");
    ArchitectureSpec spec = ArchitectureJson.read(Files.writeString(network, text));
    ArchitectureJson.write(new ArchitectureSpec("other", spec.input(), spec.groups()), network);
    Fixtures.withoutChecksums(run.resolve("run.json"));
    assertEquals(
        run + " trained another network than " + temp.resolve("out/baseline"),
        refusal(() -> Comparison.read(temp.resolve("out"))));
  }

  @Test
  void refusesAFolderWithoutComparison() {
    assertEquals(
        "no such file: " + temp.resolve("comparison.json"), refusal(() -> Comparison.read(temp)));
  }

  @Test
  void refusesWhatChangedSinceItWasWritten() throws IOException {
    compare(new FakeBackend());
    Path file = temp.resolve("out/comparison.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"error_percent\" : \\d", "\"error_percent\" : 9"));
    assertEquals(
        file + " is damaged: it is not what comparison.json.sha256 says",
        refusal(() -> Comparison.read(temp.resolve("out"))));
    Files.delete(temp.resolve("out/comparison.json.sha256"));
    Comparison.read(temp.resolve("out"));
  }

  /** Changes a field of the second row; what is said of the file. */
  private String damaged(String field, String value) throws IOException {
    compare(new FakeBackend());
    Path file = temp.resolve("out/comparison.json");
    ArrayNode rows = (ArrayNode) PLAIN.readTree(file.toFile());
    ((ObjectNode) rows.get(1)).set(field, PLAIN.readTree(value));
    Files.writeString(file, rows.toPrettyString());
    DigestFile.delete(file);
    String message = refusal(() -> Comparison.read(temp.resolve("out")));
    assertTrue(message.contains(temp.resolve("out").toString()), message);
    return message;
  }

  private Comparison compare(FakeBackend backend) throws IOException {
    List<TrainingRun> runs =
        new LockstepTraining(
                Fixtures.spec(1, 4),
                List.of(BASELINE, LINEAR, CUBIC),
                TrainingListener.NONE,
                () -> false)
            .trainAll(backend, null, temp.resolve("out"));
    Comparison comparison =
        Comparison.of(
            Fixtures.network(), runs.get(0), runs.subList(1, runs.size()), List.of(FIRST_GROUP));
    comparison.write(temp.resolve("out"));
    return comparison;
  }
}
