package org.freezeout.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
   * Opens a run's folder to add to it.
   *
   * @param metricsBytes how much of its metrics to keep; what follows is dropped
   */
  static RunFolder open(Path folder, long metricsBytes) throws IOException {
    return new RunFolder(folder, MetricsFile.open(folder.resolve(METRICS), metricsBytes));
  }

  /** Opens a finished run's folder to audit it anew; what an audit left is dropped. */
  static RunFolder openForAudit(Path folder) throws IOException {
    Path file = folder.resolve(METRICS);
    long keep = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      long whole = MetricsFile.wholeLines(file);
      int number = 1;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        long end = keep + line.getBytes(StandardCharsets.UTF_8).length + 1;
        if (end > whole
            || Json.parseLine(line, Metric.class, file, number++) instanceof Metric.TimeChecked) {
          break;
        }
        keep = end;
      }
    }
    return open(folder, keep);
  }

  /**
   * Reads the record of a run.
   *
   * @throws IllegalArgumentException if it is missing or damaged, in one line that names it
   */
  static RunRecord readRecord(Path folder) throws IOException {
    return Json.read(folder.resolve(RECORD), RunRecord.class);
  }

  /**
   * Reads a run. A last line that was torn off as its process died is dropped, unless the run had
   * finished.
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
    List<String> lines = lines(file, record.status() != RunStatus.FINISHED);
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

  private static List<String> lines(Path file, boolean dropTorn) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      StringBuilder line = new StringBuilder();
      int next = reader.read();
      while (next != -1) {
        if (next != '\n') {
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
        int last = next;
        next = reader.read();
        if (last == '\n' || next == -1 && !dropTorn) {
          lines.add(line.toString());
          line.setLength(0);
        }
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 text", e);
    }
  }

  /**
   * Reads the architecture of a run.
   *
   * @throws IllegalArgumentException if the file is missing or damaged, in one line that names it
   */
  public static ArchitectureSpec readArchitecture(Path folder) throws IOException {
    return ArchitectureJson.read(folder.resolve(ARCHITECTURE));
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
    Json.write(folder.resolve(RECORD), record);
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
    Json.write(folder.resolve(RECORD), record);
  }

  @Override
  public void close() throws IOException {
    metrics.close();
  }
}
