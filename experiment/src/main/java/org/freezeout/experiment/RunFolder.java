package org.freezeout.experiment;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  private static final String METRICS = "metrics.jsonl";
  private static final String ARCHITECTURE = "architecture.json";

  private final Path folder;
  private final BufferedWriter metrics;

  private RunFolder(Path folder, BufferedWriter metrics) {
    this.folder = folder;
    this.metrics = metrics;
  }

  /** Writes the first files of a run into an existing, empty folder. */
  static void create(Path folder, RunRecord record, ArchitectureSpec architecture)
      throws IOException {
    ArchitectureJson.write(architecture, folder.resolve(ARCHITECTURE));
    Files.createFile(folder.resolve(METRICS));
    Json.write(folder.resolve(RECORD), record);
  }

  /** Opens a run's folder to add to it. */
  static RunFolder open(Path folder) throws IOException {
    return new RunFolder(
        folder,
        Files.newBufferedWriter(
            folder.resolve(METRICS), StandardCharsets.UTF_8, StandardOpenOption.APPEND));
  }

  /**
   * Reads a run.
   *
   * @throws IllegalArgumentException if a file is missing or damaged, in one line that names it
   */
  public static TrainingRun read(Path folder) throws IOException {
    RunRecord record = Json.read(folder.resolve(RECORD), RunRecord.class);
    Path file = folder.resolve(METRICS);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("no such file: " + file);
    }
    List<Metric> metrics = new ArrayList<>();
    List<String> lines = lines(file);
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

  private static List<String> lines(Path file) throws IOException {
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
        if (last == '\n' || next == -1) {
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
    metrics.write(Json.line(metric));
    metrics.write('\n');
  }

  void write(RunRecord record) throws IOException {
    metrics.flush();
    Json.write(folder.resolve(RECORD), record);
  }

  @Override
  public void close() throws IOException {
    metrics.close();
  }
}
