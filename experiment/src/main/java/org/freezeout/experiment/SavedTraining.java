package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Training that ended, at its end or before, as its files hold it: all that is needed to go on.
 *
 * @param setup what it was asked to do
 * @param spec what its runs have in common
 * @param planned its runs
 * @param records how far each has come
 */
public record SavedTraining(
    Setup setup, ExperimentSpec spec, List<PlannedRun> planned, List<RunRecord> records) {

  public SavedTraining {
    planned = List.copyOf(planned);
    records = List.copyOf(records);
  }

  /**
   * Reads it.
   *
   * @param folder a run's folder, or that of a comparison
   * @throws IllegalArgumentException if a file is missing, damaged or does not fit the others, in
   *     one line that names it
   */
  public static SavedTraining read(Path folder) throws IOException {
    Setup setup = Setup.read(folder);
    ExperimentSpec spec = null;
    List<PlannedRun> planned = new ArrayList<>();
    List<RunRecord> records = new ArrayList<>();
    for (Setup.Run run : setup.runs()) {
      Path runFolder = folder.resolve(run.folder());
      RunRecord record = RunFolder.readRecord(runFolder);
      var engine =
          new EngineSpec(
              record.engine(),
              Optional.ofNullable(setup.engineArgument()),
              record.device(),
              record.threads());
      ExperimentSpec own = record.spec(RunFolder.readArchitecture(runFolder), engine);
      if (spec != null && !spec.equals(own) || setup.threads() != record.threads()) {
        throw new IllegalArgumentException(
            runFolder.resolve(RunFolder.RECORD) + " does not belong to the other runs");
      }
      if (!run.folder().isEmpty() && !run.folder().equals(record.name())
          || record.cache() != (run.cache() != null)) {
        throw new IllegalArgumentException(
            runFolder.resolve(RunFolder.RECORD) + " is not of the run that was planned there");
      }
      spec = own;
      planned.add(new PlannedRun(record.policy(), Optional.ofNullable(run.cache())));
      records.add(record);
    }
    return new SavedTraining(setup, spec, planned, records);
  }

  /** Whether a run can go on. */
  public boolean goesOn() {
    return records.stream().anyMatch(CommonCheckpoint::goesOn);
  }
}
