package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 *
 * <p>Training takes place on a thread of its own, on which the listener is called too, and which
 * has ended when the methods that train return. To interrupt the thread that waits for them asks to
 * stop, as {@code stop} does; it is still interrupted afterwards.
 */
public final class LockstepTraining {

  private final ExperimentSpec spec;
  private final List<PlannedRun> planned;
  private final TrainingListener listener;
  private final BooleanSupplier stop;
  private List<String> costs = List.of();
  private CheckpointInterval checkpointEvery;
  private volatile boolean interrupted;

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
    PlannedRun.requireDifferent(planned);
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
   * Prepares to go on with training that ended before its last step.
   *
   * @param saved as its files hold it
   */
  public static LockstepTraining of(
      SavedTraining saved, TrainingListener listener, BooleanSupplier stop) {
    return of(saved.spec(), saved.planned(), listener, stop)
        .withSettings(saved.setup().costs(), saved.setup().checkpointEvery());
  }

  /**
   * Sets what is kept in {@code setup.json} beside the rest. Without, no cost models are noted, and
   * checkpoints are written only when training is stopped.
   *
   * @param costs cost models that the runs are to be compared with, by name
   * @param checkpointEvery how often checkpoints are written; null for only when it is stopped
   */
  public LockstepTraining withSettings(List<String> costs, CheckpointInterval checkpointEvery) {
    this.costs = List.copyOf(costs);
    this.checkpointEvery = checkpointEvery;
    return this;
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
    return onOwnThread(() -> train(backend, data, folder, List.of(""))).get(0);
  }

  /**
   * Trains all runs; the files of each go into a folder below {@code folder} that has its name.
   *
   * @return the runs as their files hold them, in the order in which they were planned
   */
  public List<TrainingRun> trainAll(TrainingBackend backend, ImageDataset data, Path folder)
      throws IOException {
    List<String> names = planned.stream().map(PlannedRun::name).toList();
    return onOwnThread(() -> train(backend, data, folder, names));
  }

  /**
   * Goes on with training that ended, from the newest step for which every run that has not ended
   * has a good checkpoint; from the start if there is none. On a CPU, with the same number of
   * threads, every bit is as if it had never ended.
   *
   * @param folder the one that {@link #trainOne} or {@link #trainAll} was given
   * @return the runs as their files hold them, in the order in which they were planned
   * @throws IllegalArgumentException if another process works in the folder, a file in it is
   *     damaged, or the engine has another version than before
   */
  public List<TrainingRun> resume(TrainingBackend backend, ImageDataset data, Path folder)
      throws IOException {
    return onOwnThread(() -> goOn(backend, data, folder));
  }

  private List<TrainingRun> onOwnThread(TrainingThread.Work<List<TrainingRun>> work)
      throws IOException {
    interrupted = false;
    return TrainingThread.run(work, () -> interrupted = true);
  }

  @SuppressWarnings("try") // the lock is held, not used
  private List<TrainingRun> goOn(TrainingBackend backend, ImageDataset data, Path folder)
      throws IOException {
    try (FolderLock lock = FolderLock.take(folder);
        TrainingSession session = backend.open(spec, data)) {
      SavedTraining saved = SavedTraining.read(folder);
      List<Path> folders = saved.setup().folders(folder);
      if (saved.goesOn()) {
        checkEnvironment(saved.records().get(0).environment(), session.environment());
      }
      CommonCheckpoint common = CommonCheckpoint.of(folders, saved.records(), listener);
      if (saved.goesOn()) {
        listener.onResume(common.step(), spec.length().steps());
      }
      List<Learner> learners = learners(session);
      List<RunInProgress> runs = new ArrayList<>();
      try {
        for (int i = 0; i < folders.size(); i++) {
          RunRecord record = saved.records().get(i);
          runs.add(
              CommonCheckpoint.goesOn(record)
                  ? RunInProgress.restored(
                      spec, record, common.of(i), learners.get(i), folders.get(i), listener)
                  : RunInProgress.ended(spec, record, learners.get(i), folders.get(i), listener));
        }
        train(session, runs, common.step());
      } finally {
        close(runs);
      }
      return read(folders);
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  private List<TrainingRun> train(
      TrainingBackend backend, ImageDataset data, Path folder, List<String> names)
      throws IOException {
    OutputFolder.check(folder);
    try (TrainingSession session = backend.open(spec, data)) {
      // Learners come first: what cannot be trained at all leaves no folder.
      List<Learner> learners = learners(session);
      List<RunRecord> records =
          planned.stream().map(run -> RunRecord.start(spec, run, session.environment())).toList();
      Setup setup = setup(names);
      List<Path> folders = setup.folders(folder);
      try (FolderLock lock = create(folder, setup, records)) {
        List<RunInProgress> runs = new ArrayList<>();
        try {
          for (int i = 0; i < records.size(); i++) {
            runs.add(
                RunInProgress.begun(
                    spec, records.get(i), learners.get(i), folders.get(i), listener));
          }
          train(session, runs, 0);
        } finally {
          close(runs);
        }
        return read(folders);
      }
    }
  }

  private List<Learner> learners(TrainingSession session) {
    return planned.stream()
        .map(run -> session.newLearner(schedule(run.policy()), run.cache()))
        .toList();
  }

  private Setup setup(List<String> names) {
    List<Setup.Run> runs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      runs.add(new Setup.Run(names.get(i), planned.get(i).cache().orElse(null)));
    }
    return new Setup(
        Setup.FORMAT,
        spec.engine().argument().orElse(null),
        spec.engine().threads(),
        costs,
        checkpointEvery,
        runs);
  }

  /** Makes the folder with its first files, locked before anybody can see it. */
  private FolderLock create(Path folder, Setup setup, List<RunRecord> records) throws IOException {
    List<FolderLock> lock = new ArrayList<>();
    try {
      OutputFolder.create(
          folder,
          draft -> {
            lock.add(FolderLock.take(draft));
            setup.write(draft);
            List<Path> folders = setup.folders(draft);
            for (int i = 0; i < records.size(); i++) {
              RunFolder.create(
                  Files.createDirectories(folders.get(i)), records.get(i), spec.architecture());
            }
          });
      return lock.get(0);
    } catch (IOException | RuntimeException e) {
      for (FolderLock taken : lock) {
        taken.close();
      }
      throw e;
    }
  }

  /** Another engine gives other bits; another machine may. */
  private void checkEnvironment(Environment before, Environment now) {
    if (!before.engineVersion().equals(now.engineVersion())) {
      throw new IllegalArgumentException(
          "training cannot go on with the same bits: it began with "
              + before.engine()
              + " "
              + before.engineVersion()
              + ", here is "
              + now.engineVersion());
    }
    if (!before.equals(now)) {
      listener.onWarning(
          "the machine or its software is another than before, so the last bits may differ: "
              + before
              + " before, now "
              + now);
    }
  }

  private static List<TrainingRun> read(List<Path> folders) throws IOException {
    List<TrainingRun> runs = new ArrayList<>();
    for (Path folder : folders) {
      runs.add(RunFolder.read(folder));
    }
    return runs;
  }

  /** Closes all, whatever goes wrong with one. */
  private static void close(List<RunInProgress> runs) throws IOException {
    IOException failure = null;
    for (RunInProgress run : runs) {
      try {
        run.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private LayerwiseSchedule schedule(SchedulePolicy policy) {
    return policy.forLayers(spec.architecture().groups().size());
  }

  private void train(TrainingSession session, List<RunInProgress> runs, int firstStep)
      throws IOException {
    int steps = spec.length().steps();
    int stepsPerEpoch = spec.length().stepsPerEpoch();
    if (firstStep < steps && runs.stream().anyMatch(RunInProgress::going)) {
      session.prepare(listener);
    }
    int lastCheckpoint = firstStep;
    long lastTime = System.nanoTime();
    for (int step = firstStep;
        step < steps && runs.stream().anyMatch(RunInProgress::going);
        step++) {
      if (interrupted || stop.getAsBoolean()) {
        if (step > lastCheckpoint) {
          checkpoint(runs);
        }
        for (RunInProgress run : runs) {
          run.stop();
        }
        return;
      }
      listener.onStep(step, steps);
      BatchTiming batch;
      try {
        batch = session.loadBatch(step);
      } catch (RuntimeException | OutOfMemoryError e) {
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
      if (checkpointEvery != null
          && checkpointEvery.due(step + 1 - lastCheckpoint, System.nanoTime() - lastTime)) {
        checkpoint(runs);
        lastCheckpoint = step + 1;
        lastTime = System.nanoTime();
      }
    }
    listener.onStep(steps, steps);
    for (RunInProgress run : runs) {
      run.finish();
    }
    audit(runs);
  }

  /** Old ones stay until every run has the new one: all runs go on from one step. */
  private static void checkpoint(List<RunInProgress> runs) throws IOException {
    for (RunInProgress run : runs) {
      run.checkpoint();
    }
    for (RunInProgress run : runs) {
      run.dropOldCheckpoints();
    }
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
