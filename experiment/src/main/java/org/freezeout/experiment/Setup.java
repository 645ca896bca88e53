package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What {@code setup.json} holds: what training was asked to do, as far as the files of its runs do
 * not say it.
 *
 * @param format version of the file's format, {@value #FORMAT}
 * @param engineArgument what follows the engine's name after a colon, null if nothing does
 * @param threads threads of the engine's operators, to be set before the engine is loaded
 * @param costs cost models that predict the savings, as on the command line
 * @param checkpointEvery how often checkpoints are written; null for when training is stopped only
 * @param runs in the order in which they were planned
 */
public record Setup(
    int format,
    String engineArgument,
    int threads,
    List<String> costs,
    CheckpointInterval checkpointEvery,
    List<Run> runs) {

  /** Name of the file. */
  public static final String FILE = "setup.json";

  /** The version of the format that this code writes. */
  public static final int FORMAT = 1;

  /**
   * One of the runs.
   *
   * @param folder name of its folder beside the file; empty for the file's own folder
   * @param cache what it keeps of the frozen prefix, null for nothing
   */
  public record Run(String folder, CachePlan cache) {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it leads elsewhere
     */
    public Run {
      Numbers.present("folder", folder);
      if (!folder.matches("|[a-zA-Z0-9][a-zA-Z0-9.-]*")) {
        throw new IllegalArgumentException(
            "folder must be beside the file, got " + Json.shortened(folder));
      }
    }
  }

  /**
   * Checks what readers rely on.
   *
   * @throws IllegalArgumentException if something is missing or inconsistent
   */
  public Setup {
    if (format != FORMAT) {
      throw new IllegalArgumentException("format must be " + FORMAT + ", got " + format);
    }
    Numbers.atLeast("threads", 1, threads);
    costs = List.copyOf(Numbers.present("costs", costs));
    runs = List.copyOf(Numbers.present("runs", runs));
    Numbers.atLeast("runs", 1, runs.size());
    var folders = new LinkedHashSet<String>();
    runs.forEach(run -> folders.add(run.folder()));
    if (folders.size() < runs.size() || folders.contains("") && runs.size() > 1) {
      throw new IllegalArgumentException("every run must have a folder of its own");
    }
  }

  /** Whether the runs have folders of their own: those of a comparison. */
  public boolean isComparison() {
    return !runs.get(0).folder().isEmpty();
  }

  /** The folders of the runs, below the file's. */
  List<Path> folders(Path folder) {
    return runs.stream().map(run -> folder.resolve(run.folder())).toList();
  }

  /** Whether a folder has such a file. */
  public static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * Reads the file in a folder.
   *
   * @throws IllegalArgumentException if it is missing or damaged, in one line that names it
   */
  public static Setup read(Path folder) throws IOException {
    return Json.readSealed(folder.resolve(FILE), Setup.class, setup -> false);
  }

  void write(Path folder) throws IOException {
    Json.write(folder.resolve(FILE), this);
  }
}
