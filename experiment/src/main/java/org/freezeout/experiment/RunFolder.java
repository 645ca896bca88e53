package org.freezeout.experiment;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.architecture.ArchitectureSpec;

/**
 * The files of one run: {@code run.json} (its {@link RunRecord}), {@code metrics.jsonl} (a {@link
 * Metric} a line), {@code architecture.json} and, once it has finished, the weights in the engine's
 * format.
 */
public final class RunFolder implements AutoCloseable {

  /** Name of the file that makes a folder a run. */
  public static final String RECORD = "run.json";

  /** Longer lines are not metrics. */
  private static final int LONGEST_LINE = 10_000;

  /** Name of the file with a metric a line. */
  static final String METRICS = "metrics.jsonl";

  private static final String ARCHITECTURE = "architecture.json";

  private final Path folder;
  private final MetricsFile metrics;

  private RunFolder(Path folder, MetricsFile metrics) {
    this.folder = folder;
    this.metrics = metrics;
  }

  /** Writes the first files of a run into an existing, empty folder. */
  static void create(Path folder, RunRecord record, ArchitectureSpec architecture)
      throws IOException {
    ArchitectureJson.write(architecture, folder.resolve(ARCHITECTURE));
    DurableFile.sync(folder.resolve(ARCHITECTURE));
    Files.createFile(folder.resolve(METRICS));
    Json.write(folder.resolve(RECORD), record);
  }

  /** Opens a run's folder to add to it; a torn last line is dropped. */
  static RunFolder open(Path folder) throws IOException {
    return open(folder, MetricsFile.wholeLines(folder.resolve(METRICS)));
  }

  /**
   * Opens the folder of a run to add to what its record knows of; what follows is dropped.
   *
   * @param record replaces the one that is there first
   */
  static RunFolder open(Path folder, RunRecord record) throws IOException {
    Json.write(folder.resolve(RECORD), record);
    return open(folder, record.digests().metricsBytes());
  }

  private static RunFolder open(Path folder, long metricsBytes) throws IOException {
    return new RunFolder(folder, MetricsFile.open(folder.resolve(METRICS), metricsBytes));
  }

  /**
   * Reads the record of a run.
   *
   * @throws IllegalArgumentException if it is missing or damaged, in one line that names it
   */
  static RunRecord readRecord(Path folder) throws IOException {
    return Json.readSealed(
        folder.resolve(RECORD),
        RunRecord.class,
        record -> record.format() <= RunRecord.WITHOUT_CHECKSUMS);
  }

  /**
   * Reads a run. If its process may have died, what it wrote since it last wrote its record is
   * taken as it is, but for a last line that was torn off.
   *
   * @throws IllegalArgumentException if a file is missing or damaged, in one line that names it
   */
  public static TrainingRun read(Path folder) throws IOException {
    RunRecord record = readRecord(folder);
    Path file = folder.resolve(METRICS);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("no such file: " + file);
    }
    List<Metric> metrics = new ArrayList<>();
    List<String> lines = lines(file, readableBytes(file, record));
    int steps = 0;
    for (int i = 0; i < lines.size(); i++) {
      Metric metric = Json.parseLine(lines.get(i), Metric.class, file, i + 1);
      if (metric instanceof Metric.Step step && step.step() != steps++) {
        throw new IllegalArgumentException(
            file
                + " at line "
                + (i + 1)
                + ": step must be "
                + (steps - 1)
                + ", got "
                + step.step());
      }
      metrics.add(metric);
    }
    return new TrainingRun(record, metrics);
  }

  /** How much of a run's metrics count; all that its record knows of must be as it was. */
  private static long readableBytes(Path file, RunRecord record) throws IOException {
    RunDigests digests = record.digests();
    if (digests == null) {
      return record.status() == RunStatus.FINISHED
          ? Files.size(file)
          : MetricsFile.wholeLines(file);
    }
    try {
      MessageDigest digest = Sha256.newDigest();
      Sha256.update(digest, file, digests.metricsBytes());
      if (!HexFormat.of().formatHex(digest.digest()).equals(digests.metrics())) {
        throw new IllegalArgumentException(file + " is damaged: its checksum is wrong");
      }
    } catch (EOFException e) {
      throw new IllegalArgumentException(file + " is damaged: its end is missing", e);
    }
    return record.status() == RunStatus.RUNNING
        ? MetricsFile.wholeLines(file)
        : digests.metricsBytes();
  }

  private static List<String> lines(Path file, long bytes) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var in = new FirstBytes(Files.newInputStream(file), bytes);
        var reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
      StringBuilder line = new StringBuilder();
      for (int next = reader.read(); next != -1; next = reader.read()) {
        if (next == '\n') {
          lines.add(line.toString());
          line.setLength(0);
        } else {
          line.append((char) next);
        }
        if (line.length() > LONGEST_LINE) {
          throw new IllegalArgumentException(
              file
                  + " at line "
                  + (lines.size() + 1)
                  + ": longer than "
                  + LONGEST_LINE
                  + " characters");
        }
      }
      if (!line.isEmpty()) {
        lines.add(line.toString());
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 text", e);
    }
  }

  /**
   * Reads the architecture of a run.
   *
   * @throws IllegalArgumentException if the file is missing, damaged or not what the run's record
   *     says, in one line that names it
   */
  public static ArchitectureSpec readArchitecture(Path folder) throws IOException {
    Path file = folder.resolve(ARCHITECTURE);
    ArchitectureSpec architecture = ArchitectureJson.read(file);
    if (Files.exists(folder.resolve(RECORD))) {
      RunRecord record = readRecord(folder);
      if (record.digests() != null
          && !(architecture.name().equals(record.arch())
              && record.digests().architecture().equals(ArchitectureJson.sha256(architecture)))) {
        throw new IllegalArgumentException(
            file + " is damaged: it is not the network of the run beside it");
      }
    }
    return architecture;
  }

  Path path() {
    return folder;
  }

  void append(Metric metric) throws IOException {
    metrics.append(Json.line(metric));
  }

  /** Writes the record, after all metrics up to it. */
  void write(RunRecord record) throws IOException {
    metrics.sync();
    Json.write(folder.resolve(RECORD), record.withMetrics(metrics.bytes(), metrics.sha256()));
  }

  /** Writes a checkpoint, after all metrics up to it. */
  void write(RunRecord record, Learner learner) throws IOException {
    metrics.sync();
    CheckpointFile.write(
        folder,
        new Checkpoint(
            Checkpoint.FORMAT,
            record.step(),
            record.errorPercent(),
            record.seconds(),
            metrics.bytes(),
            metrics.sha256()),
        learner);
    Json.write(folder.resolve(RECORD), record.withMetrics(metrics.bytes(), metrics.sha256()));
  }

  @Override
  public void close() throws IOException {
    metrics.close();
  }
}
