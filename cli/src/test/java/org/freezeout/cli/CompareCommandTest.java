package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare}, {@code train} and {@code report} on the virtual clock. */
class CompareCommandTest {

  private static final String QUICK = "--engine simulated --arch wrn-10-1 --batch 100 --epochs 1 ";

  @TempDir private Path folder;

  @Test
  void comparesTheFourStrategies() throws IOException {
    Captured compare = Captured.line("compare " + QUICK + "--out " + out() + " --format json");
    assertEquals(0, compare.exitCode(), compare.err());
    JsonNode rows = compare.json();
    assertEquals(rows, read("comparison.json"));
    List<String> strategies = new ArrayList<>();
    for (JsonNode row : rows) {
      strategies.add(row.get("strategy").asText());
      assertEquals(0.8, row.get("t0").asDouble());
      assertEquals("finished", row.get("status").asText());
      assertEquals("simulated", row.get("engine").asText());
      assertEquals("cpu", row.get("device").asText());
      assertTrue(row.get("error_percent").isNull());
      // The clock runs by the gradient model, so that measured and predicted agree but for
      // overheads.
      assertTrue(row.get("measured_saving").isNumber());
    }
    assertEquals(List.of("linear", "linear-scaled", "cubic", "cubic-scaled"), strategies);
    for (String file : List.of("report.html", "report.md", "comparison.csv")) {
      assertTrue(Files.size(out().resolve(file)) > 0, file);
    }
    assertTrue(compare.err().contains("report: " + out()), compare.err());
  }

  /** cubic-scaled starts at 0.1 / 0.5³ = 0.8, the others below. */
  @Test
  void showsARunThatFailedBesideThoseThatDidNot() throws IOException {
    Captured compare = compareWithFault("\"kind\": \"memory\", \"step\": 3, \"above_rate\": 0.5");
    assertEquals(1, compare.exitCode(), compare.err());
    String failure =
        "out of memory on cpu: as asked for at step 3: the highest learning rate was 0.";
    assertTrue(compare.err().contains("cubic-scaled-t0.5 failed: " + failure), compare.err());
    JsonNode rows = compare.json();
    assertEquals(2, rows.size());
    assertEquals("finished", rows.get(0).get("status").asText());
    assertTrue(rows.get(0).get("measured_saving").isNumber());
    assertEquals("failed", rows.get(1).get("status").asText());
    assertTrue(rows.get(1).get("failure").asText().startsWith(failure), rows.toString());
    for (String field : List.of("measured_saving", "measured_saving_low", "total_saving")) {
      assertTrue(rows.get(1).get(field).isNull(), field);
    }
    for (String file : List.of("report.html", "report.md")) {
      String report = Files.readString(out().resolve(file));
      assertTrue(report.contains("failed after 3 of 100 steps"), file);
      assertTrue(report.contains("1 of 2 runs with freezing did not finish"), file);
    }
    String csv = Files.readString(out().resolve("comparison.csv"));
    assertTrue(csv.contains(",failed,\"" + failure) || csv.contains(",failed," + failure), csv);
    assertEquals("failed", read("cubic-scaled-t0.5/run.json").get("status").asText());
    assertEquals("finished", read("cubic-t0.5/run.json").get("status").asText());
  }

  @Test
  void givesNoSavingsAgainstABaselineThatFailed() throws IOException {
    Captured compare = compareWithFault("\"step\": 4");
    assertEquals(1, compare.exitCode(), compare.err());
    for (JsonNode row : compare.json()) {
      assertTrue(row.get("measured_saving").isNull(), row.toString());
      assertTrue(row.get("predicted").get("gradient").isNumber());
    }
    String report = Files.readString(out().resolve("report.md"));
    assertTrue(
        report.contains(
            "Nothing could be measured: the baseline has not finished (failed after 5 of 100 steps:"
                + " the loss is NaN at step 4"),
        report);
  }

  private Captured compareWithFault(String fault) throws IOException {
    String group =
        "{\"forward_seconds\": 0.01, \"weight_gradient_seconds\": 0.01,"
            + " \"inner_gradient_seconds\": 0.01, \"border_gradient_seconds\": 0}";
    Path costs = folder.resolve("costs.json");
    Files.writeString(
        costs,
        "{\"format\": 1, \"groups\": ["
            + String.join(", ", Collections.nCopies(5, group))
            + "], \"fault\": {"
            + fault
            + "}}");
    return Captured.line(
        "compare --engine simulated:"
            + costs
            + " --arch wrn-10-1 --batch 100 --epochs 1 --t0 0.5 --strategy cubic,cubic-scaled"
            + " --out "
            + out()
            + " --format json");
  }

  @Test
  void writesTheFieldsOfTheInterface() throws IOException {
    Captured.line("compare " + QUICK + "--t0 0.5 --strategy cubic --out " + out());
    JsonNode row = read("comparison.json").get(0);
    for (String field :
        List.of(
            "strategy",
            "t0",
            "predicted",
            "predicted_low",
            "predicted_high",
            "measured_saving",
            "measured_saving_low",
            "measured_saving_high",
            "total_saving",
            "error_percent",
            "baseline_error_percent",
            "status",
            "engine",
            "device")) {
      assertTrue(row.has(field), field);
    }
    assertEquals(List.of("paper", "gradient"), names(row.get("predicted")));
    JsonNode run = read("cubic-t0.5/run.json");
    for (String field :
        List.of(
            "status",
            "arch",
            "strategy",
            "t0",
            "seed",
            "engine",
            "device",
            "step",
            "steps",
            "error_percent",
            "seconds",
            "weights_sha256")) {
      assertTrue(run.has(field), field);
    }
    JsonNode baseline = read("baseline/run.json");
    assertEquals("baseline", baseline.get("strategy").asText());
    assertTrue(baseline.get("t0").isNull());
    // 10,000 training images in batches of 100.
    assertEquals(100, baseline.get("steps").asInt());
    assertTrue(Files.exists(out().resolve("baseline/metrics.jsonl")));
  }

  @Test
  void printsATableAndNamesTheReport() {
    Captured compare = Captured.line("compare " + QUICK + "--out " + out());
    List<String> lines = compare.out().lines().toList();
    assertEquals(7, lines.size(), compare.out());
    assertTrue(lines.get(1).startsWith("strategy "), compare.out());
    assertEquals("report: " + out().resolve("report.html"), lines.get(6));
    assertTrue(compare.err().contains("step 50 of 100"), compare.err());
    assertTrue(
        compare.err().contains("cubic-t0.8: group 0 (conv1) froze at step 52"), compare.err());
  }

  @Test
  void printsCsvWithNothingElse() {
    Captured compare =
        Captured.line("compare " + QUICK + "--strategy cubic,linear --format csv --out " + out());
    List<String> lines = compare.out().lines().toList();
    assertEquals(3, lines.size(), compare.out());
    assertEquals(lines.get(0).split(",").length, lines.get(1).split(",", -1).length);
  }

  @Test
  void trainsEveryStrategyWithEveryT0() throws IOException {
    Captured.line("compare " + QUICK + "--strategy cubic,linear --t0 0.5,0.8 --out " + out());
    List<String> runs = new ArrayList<>();
    read("comparison.json").forEach(row -> runs.add(row.get("run").asText()));
    assertEquals(List.of("cubic-t0.5", "cubic-t0.8", "linear-t0.5", "linear-t0.8"), runs);
  }

  @Test
  void acceptsWhatTheDataSetSetsAnyway() {
    assertEquals(
        0,
        Captured.line("compare " + QUICK + "--input 1x32x32 --classes 10 --out " + out())
            .exitCode());
  }

  @Test
  void rendersTheReportAgain() throws IOException {
    Captured.line("compare " + QUICK + "--out " + out());
    String html = Files.readString(out().resolve("report.html"));
    Files.delete(out().resolve("report.html"));
    Files.delete(out().resolve("comparison.csv"));
    Captured report = Captured.line("report " + out());
    assertEquals(0, report.exitCode(), report.err());
    assertEquals("", report.err());
    assertEquals("report: " + out().resolve("report.html") + "\n", report.out());
    assertEquals(html, Files.readString(out().resolve("report.html")));
    assertTrue(Files.exists(out().resolve("comparison.csv")));
  }

  @Test
  void trainsOneRun() throws IOException {
    Captured train = Captured.line("train " + QUICK + "--out " + out() + " --format json");
    assertEquals(0, train.exitCode(), train.err());
    assertEquals(Unsealed.fields(out().resolve("run.json")), train.json());
    assertEquals("cubic-scaled", train.json().get("strategy").asText());
    assertEquals("finished", train.json().get("status").asText());
    assertFalse(Files.exists(out().resolve("comparison.json")));
    Captured report = Captured.line("report " + out());
    assertEquals(0, report.exitCode(), report.err());
  }

  @Test
  void trainsWithoutFreezing() throws IOException {
    Captured train = Captured.line("train " + QUICK + "--strategy baseline --out " + out());
    assertEquals(0, train.exitCode(), train.err());
    assertEquals("baseline", read("run.json").get("strategy").asText());
    assertTrue(read("run.json").get("t0").isNull());
    assertFalse(train.err().contains("froze"), train.err());
  }

  private Path out() {
    return folder.resolve("out");
  }

  private JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(out().resolve(file).toFile());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
