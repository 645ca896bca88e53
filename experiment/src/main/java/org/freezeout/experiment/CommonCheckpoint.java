package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where runs that advance in lockstep go on together: the newest step for which each of them that
 * has not ended has a good checkpoint.
 */
final class CommonCheckpoint {

  private final int step;
  private final List<Checkpoint> checkpoints;

  private CommonCheckpoint(int step, List<Checkpoint> checkpoints) {
    this.step = step;
    this.checkpoints = checkpoints;
  }

  /**
   * Looks for it, and warns of each checkpoint that is damaged.
   *
   * @param folders of the runs
   * @param records of the runs
   */
  static CommonCheckpoint of(List<Path> folders, List<RunRecord> records, TrainingListener listener)
      throws IOException {
    Set<Integer> steps = null;
    for (int i = 0; i < folders.size(); i++) {
      if (goesOn(records.get(i))) {
        Set<Integer> own = new TreeSet<>();
        CheckpointFile.in(folders.get(i)).forEach(file -> own.add(-file.step()));
        if (steps == null) {
          steps = own;
        } else {
          steps.retainAll(own);
        }
      }
    }
    for (int step : steps == null ? Set.<Integer>of() : steps) {
      List<Checkpoint> found = good(-step, folders, records, listener);
      if (found.size() == folders.size()) {
        return new CommonCheckpoint(-step, found);
      }
    }
    return new CommonCheckpoint(0, folders.stream().map(folder -> Checkpoint.START).toList());
  }

  /** Whether a run has not ended. */
  static boolean goesOn(RunRecord record) {
    return record.status() == RunStatus.RUNNING || record.status() == RunStatus.STOPPED;
  }

  /** Steps done. */
  int step() {
    return step;
  }

  /** Where one of the runs was. */
  Checkpoint of(int run) {
    return checkpoints.get(run);
  }

  private static List<Checkpoint> good(
      int step, List<Path> folders, List<RunRecord> records, TrainingListener listener)
      throws IOException {
    List<Checkpoint> found = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      try {
        found.add(
            goesOn(records.get(i))
                ? new CheckpointFile(folders.get(i), step).check()
                : Checkpoint.START);
      } catch (IllegalArgumentException e) {
        listener.onWarning(e.getMessage());
      }
    }
    return found;
  }
}
