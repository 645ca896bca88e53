package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {

  private static final String STEP =
      "{\"type\":\"step\",\"step\":%s,\"loss\":null,\"frozen_prefix\":0,\"timed\":true,"
          + "\"wall_seconds\":0.5,\"cpu_seconds\":1,\"wait_seconds\":0,\"preparation_seconds\":0}";

  @TempDir Path folder;

  private final RunRecord record = Fixtures.record(LINEAR, 2, 3);

  @BeforeEach
  void create() throws IOException {
    RunFolder.create(folder, record, Fixtures.network());
  }

  @Test
  void readsWhatItWrote() throws IOException {
    List<Metric> metrics =
        List.of(
            new Metric.Step(0, 2.25, 0, false, 0.125, 1e-300, 0, 1 / 3.0),
            new Metric.Step(1, null, 1, true, 0.125, 0.25, 0.5, 0),
            new Metric.Frozen(1, 0, "conv \"1\"\n\u00e9", "ab12"),
            new Metric.Evaluated(1, 12.5, 0.75, 3, 4),
            new Metric.Evaluated(2, null, null, 3, 4),
            new Metric.Traced(2, 1, 0, 0),
            new Metric.Audited(2, 0, "ab12", true),
            new Metric.TimeChecked(
                1, 1, 0, 1, 1, 0.5, null, null, 0.6, StepTimeVerdict.TOO_FEW_STEPS),
            new Metric.Step(2, Double.NaN, 1, true, 1, 1, 1, 1));
    RunRecord finished = record.with(RunStatus.FINISHED, 6, 12.5, 7.5, "ff00", null);
    try (RunFolder files = RunFolder.open(folder)) {
      for (Metric metric : metrics) {
        files.append(metric);
      }
      files.write(finished);
    }
    TrainingRun read = RunFolder.read(folder);
    assertEquals(metrics, read.metrics());
    Path file = folder.resolve("metrics.jsonl");
    RunDigests digests = read.record().digests();
    assertEquals(finished.withMetrics(Files.size(file), digests.metrics()), read.record());
    assertEquals(sha256(file), digests.metrics());
    assertEquals(Fixtures.network(), RunFolder.readArchitecture(folder));
    assertEquals(9, Files.readAllLines(folder.resolve("metrics.jsonl")).size());
  }

  @Test
  void startsAsARunningRunWithoutMetrics() throws IOException {
    assertEquals(new TrainingRun(record, List.of()), RunFolder.read(folder));
    assertEquals(RunStatus.RUNNING, record.status());
  }

  /** Whoever reads the record finds all metrics up to it. */
  @Test
  void metricsAreThereBeforeTheRecord() throws IOException {
    try (RunFolder files = RunFolder.open(folder)) {
      files.append(new Metric.Step(0, 1.0, 0, true, 1, 1, 1, 1));
      files.write(record.with(RunStatus.STOPPED, 1, null, 1, null, null));
      assertEquals(1, RunFolder.read(folder).steps().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"step\",\"step\":1,\"lo|Unexpected end-of-input",
        "''|end-of-input",
        "not json|Unrecognized token 'not'",
        "null|null is not a value",
        "[]|",
        "{\"step\":1}|missing type id property 'type'",
        "{\"type\":\"java.util.ArrayList\",\"step\":1}|known type ids = [audit, audit_time, audit_traces, evaluation, freeze, step]",
        "{\"type\":\"freeze\",\"step\":1,\"group\":0,\"sha256\":\"a\"}|name is missing",
        "{\"type\":\"freeze\",\"step\":1,\"group\":-1,\"name\":\"a\",\"sha256\":\"a\"}|group must be at least 0, got -1",
        "{\"type\":\"audit\",\"step\":1,\"group\":0,\"sha256\":\"a\"}|unchanged: missing or null",
        "{\"type\":\"audit_traces\",\"step\":1,\"frozen_prefix\":1,\"gradients\":-1,\"velocities\":0}|gradients must be at least 0, got -1",
        "{\"type\":\"audit_time\",\"step\":1,\"frozen_prefix\":1,\"reference\":0,\"steps\":9,\"reference_steps\":9,\"measured\":1,\"low\":null,\"high\":1,\"predicted\":0.5,\"verdict\":\"not_cheaper\"}|measured, low and high are missing for not_cheaper",
        "{\"type\":\"evaluation\",\"step\":1,\"wall_seconds\":-1,\"cpu_seconds\":0}|wall_seconds must be finite and at least 0, got -1.0",
        "{\"type\":\"evaluation\",\"step\":1,\"wall_seconds\":\"NaN\",\"cpu_seconds\":0}|wall_seconds must be finite and at least 0, got NaN",
      })
  void refusesADamagedLine(String line, String message) throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, STEP.formatted(0) + "\n" + line + "\n");
    String got = refusal(() -> RunFolder.read(folder));
    assertTrue(got.startsWith(file + " at line 2"), got);
    assertTrue(message == null || got.contains(message), got);
  }

  @Test
  void refusesStepsOutOfOrder() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, STEP.formatted(0) + "\n" + STEP.formatted(2) + "\n");
    assertEquals(file + " at line 2: step must be 1, got 2", refusal(() -> RunFolder.read(folder)));
    Files.writeString(file, STEP.formatted(-1) + "\n");
    assertTrue(refusal(() -> RunFolder.read(folder)).contains("step must be at least 0, got -1"));
  }

  @Test
  void refusesErrorsThatAreNoPercentage() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    for (String error : List.of("1e309", "-1", "100.5", "\"1e309\"")) {
      String line =
          "{\"type\":\"evaluation\",\"step\":0,\"error_percent\":%s,\"loss\":null,"
              + "\"wall_seconds\":1,\"cpu_seconds\":1}";
      Files.writeString(file, line.formatted(error) + "\n");
      String refusal = refusal(() -> RunFolder.read(folder));
      assertTrue(refusal.contains("error_percent must lie in [0, 100], got "), refusal);
      assertTrue(refusal.startsWith(file + " at line 1, "), refusal);
    }
  }

  /** Its process died as it wrote the line. */
  @Test
  void dropsATornLastLine() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, STEP.formatted(0) + "\n" + STEP.formatted(1).substring(0, 40));
    assertEquals(1, RunFolder.read(folder).steps().size());
    try (RunFolder files = RunFolder.open(folder)) {
      files.append(new Metric.Evaluated(1, null, null, 3, 4));
    }
    assertEquals(2, RunFolder.read(folder).metrics().size());
    Files.writeString(file, STEP.formatted(0) + "\n" + " ".repeat(10_001) + "\n");
    assertEquals(
        file + " at line 2: longer than 10000 characters", refusal(() -> RunFolder.read(folder)));
  }

  /** All that a record knows of is as it was; what follows is of a run that goes on. */
  @Test
  void refusesMetricsThatChanged() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    for (RunStatus status : RunStatus.values()) {
      Files.writeString(file, "");
      try (RunFolder files = RunFolder.open(folder)) {
        files.append(new Metric.Step(0, 1.0, 0, true, 1, 1, 1, 1));
        files.write(record.with(status, 1, null, 1, null, null));
      }
      String good = Files.readString(file);
      Files.writeString(file, good.replace("\"loss\":1.0", "\"loss\":1.5"));
      assertEquals(
          file + " is damaged: its checksum is wrong", refusal(() -> RunFolder.read(folder)));
      Files.writeString(file, good.substring(0, good.length() - 2));
      assertEquals(file + " is damaged: its end is missing", refusal(() -> RunFolder.read(folder)));
      Files.writeString(file, good + STEP.formatted(1) + "\n");
      assertEquals(
          status == RunStatus.RUNNING ? 2 : 1, RunFolder.read(folder).steps().size(), status::name);
    }
  }

  /** What older versions wrote has no checksums; what this one wrote has. */
  @Test
  void readsOlderFilesAndMissesChecksumsInNewerOnes() throws IOException {
    Path file = folder.resolve("run.json");
    String unsealed = Seal.removed(Files.readString(file));
    Files.writeString(file, unsealed);
    assertEquals(
        file + " is damaged: its checksum is missing", refusal(() -> RunFolder.read(folder)));
    Files.writeString(
        file,
        unsealed
            .replace("\"format\" : 2", "\"format\" : 1")
            .replaceFirst("(?s),\\s*\"digests\" : \\{.*?\\}", ""));
    Files.writeString(folder.resolve("metrics.jsonl"), STEP.formatted(0) + "\n");
    assertEquals(1, RunFolder.read(folder).steps().size());
    assertEquals(null, RunFolder.read(folder).record().digests());
  }

  @Test
  void refusesTheArchitectureOfAnotherRun() throws IOException {
    Path file = folder.resolve("architecture.json");
    Files.writeString(file, Files.readString(file).replace("\"second\"", "\"sixth\""));
    assertEquals(
        file + " is damaged: it is not the network of the run beside it",
        refusal(() -> RunFolder.readArchitecture(folder)));
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesFilesThatAreNotThere() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    assertEquals(
        "no such file: " + nowhere.resolve("run.json"), refusal(() -> RunFolder.read(nowhere)));
    Files.delete(folder.resolve("metrics.jsonl"));
    assertEquals(
        "no such file: " + folder.resolve("metrics.jsonl"), refusal(() -> RunFolder.read(folder)));
    Files.delete(folder.resolve("architecture.json"));
    assertTrue(
        refusal(() -> RunFolder.readArchitecture(folder))
            .contains(folder.resolve("architecture.json").toString()));
  }

  @Test
  void refusesFilesThatAreNotText() throws IOException {
    byte[] bytes = {'{', (byte) 0xff, (byte) 0xfe, '}', '\n'};
    Files.write(folder.resolve("metrics.jsonl"), bytes);
    assertEquals(
        folder.resolve("metrics.jsonl") + " is not UTF-8 text",
        refusal(() -> RunFolder.read(folder)));
    Files.write(folder.resolve("run.json"), bytes);
    assertEquals(
        folder.resolve("run.json") + " is not UTF-8 text", refusal(() -> RunFolder.read(folder)));
  }
}
