package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.freezeout.data.ImageDataset;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;

/**
 * Trains one network under several schedules in lockstep: step s of each in turn, in an order that
 * rotates from step to step, from identical weights over identical batches. So whatever slows the
 * machine down for a while slows all of them alike. With a single schedule it is ordinary training.
 *
 * <p>Every run leaves its files in a folder of its own (see {@link RunFolder}). A run that fails
 * stops alone; the others go on.
 */
public final class LockstepTraining {

  private final ExperimentSpec spec;
  private final List<PlannedRun> planned;
  private final TrainingListener listener;
  private final BooleanSupplier stop;

  /**
   * Prepares training without caches.
   *
   * @param spec what all runs have in common
   * @param policies a schedule for each run, all different
   * @param listener told what happens
   * @param stop asked before every step whether to end there
   * @throws IllegalArgumentException if there is no policy, or two runs would have the same name
   */
  public LockstepTraining(
      ExperimentSpec spec,
      List<SchedulePolicy> policies,
      TrainingListener listener,
      BooleanSupplier stop) {
    this(listener, stop, spec, policies.stream().map(PlannedRun::of).toList());
  }

  private LockstepTraining(
      TrainingListener listener,
      BooleanSupplier stop,
      ExperimentSpec spec,
      List<PlannedRun> planned) {
    this.spec = spec;
    this.planned = List.copyOf(planned);
    this.listener = listener;
    this.stop = stop;
    Numbers.atLeast("runs", 1, planned.size());
    var names = new LinkedHashSet<String>();
    for (PlannedRun run : planned) {
      if (!names.add(run.name())) {
        throw new IllegalArgumentException("every run must differ, got " + run.name() + " twice");
      }
    }
  }

  /**
   * Prepares training.
   *
   * @param spec what all runs have in common
   * @param runs all different
   * @param listener told what happens
   * @param stop asked before every step whether to end there
   * @throws IllegalArgumentException if there is no run, or two would have the same name
   */
  public static LockstepTraining of(
      ExperimentSpec spec, List<PlannedRun> runs, TrainingListener listener, BooleanSupplier stop) {
    return new LockstepTraining(listener, stop, spec, runs);
  }

  /**
   * Trains one run; its files go into {@code folder} itself.
   *
   * @return the run as its files hold it
   */
  public TrainingRun trainOne(TrainingBackend backend, ImageDataset data, Path folder)
      throws IOException {
    if (planned.size() != 1) {
      throw new IllegalStateException("there are " + planned.size() + " runs");
    }
    return train(backend, data, folder, List.of(Path.of(""))).get(0);
  }

  /**
   * Trains all runs; the files of each go into a folder below {@code folder} that has its name.
   *
   * @return the runs as their files hold them, in the order in which they were planned
   */
  public List<TrainingRun> trainAll(TrainingBackend backend, ImageDataset data, Path folder)
      throws IOException {
    return train(backend, data, folder, planned.stream().map(run -> Path.of(run.name())).toList());
  }

  private List<TrainingRun> train(
      TrainingBackend backend, ImageDataset data, Path folder, List<Path> names)
      throws IOException {
    OutputFolder.check(folder);
    List<TrainingRun> finished = new ArrayList<>();
    try (TrainingSession session = backend.open(spec, data)) {
      // Learners come first: what cannot be trained at all leaves no folder.
      List<Learner> learners =
          planned.stream()
              .map(run -> session.newLearner(schedule(run.policy()), run.cache()))
              .toList();
      List<RunRecord> records =
          planned.stream().map(run -> RunRecord.start(spec, run, session.environment())).toList();
      OutputFolder.create(
          folder,
          draft -> {
            for (int i = 0; i < records.size(); i++) {
              Path run = Files.createDirectories(draft.resolve(names.get(i)));
              RunFolder.create(run, records.get(i), spec.architecture());
            }
          });
      List<RunInProgress> runs = new ArrayList<>();
      try {
        for (int i = 0; i < records.size(); i++) {
          RunFolder files = RunFolder.open(folder.resolve(names.get(i)));
          runs.add(
              new RunInProgress(
                  spec,
                  schedule(planned.get(i).policy()),
                  records.get(i),
                  learners.get(i),
                  files,
                  listener));
        }
        train(session, runs);
      } finally {
        for (RunInProgress run : runs) {
          run.close();
        }
      }
      for (RunInProgress run : runs) {
        finished.add(RunFolder.read(run.folder()));
      }
    }
    return finished;
  }

  private LayerwiseSchedule schedule(SchedulePolicy policy) {
    return policy.forLayers(spec.architecture().groups().size());
  }

  private void train(TrainingSession session, List<RunInProgress> runs) throws IOException {
    int steps = spec.length().steps();
    int stepsPerEpoch = spec.length().stepsPerEpoch();
    for (int step = 0; step < steps && runs.stream().anyMatch(RunInProgress::going); step++) {
      if (stop.getAsBoolean()) {
        for (RunInProgress run : runs) {
          run.stop();
        }
        return;
      }
      listener.onStep(step, steps);
      BatchTiming batch;
      try {
        batch = session.loadBatch(step);
      } catch (RuntimeException e) {
        for (RunInProgress run : runs) {
          run.failToLoad(step, e);
        }
        return;
      }
      for (RunInProgress run : rotated(runs, step)) {
        run.train(step, batch);
      }
      if ((step + 1) % stepsPerEpoch == 0) {
        for (RunInProgress run : rotated(runs, step)) {
          run.evaluate();
        }
      }
    }
    listener.onStep(steps, steps);
    for (RunInProgress run : runs) {
      run.finish();
    }
    audit(runs);
  }

  private static void audit(List<RunInProgress> runs) throws IOException {
    Optional<TrainingRun> baseline = Optional.empty();
    for (RunInProgress run : runs) {
      if (run.finished() && run.isBaseline()) {
        baseline = Optional.of(RunFolder.read(run.folder()));
      }
    }
    for (RunInProgress run : runs) {
      if (run.finished() && !run.isBaseline()) {
        run.audit(baseline);
      }
    }
  }

  private static <T> List<T> rotated(List<T> items, int by) {
    int first = by % items.size();
    List<T> result = new ArrayList<>(items.subList(first, items.size()));
    result.addAll(items.subList(0, first));
    return result;
  }
}
