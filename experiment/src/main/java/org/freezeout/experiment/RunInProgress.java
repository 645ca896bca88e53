package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;
import org.freezeout.schedule.UniformAnnealing;

/** One of the runs that advance in lockstep: its learner, its files and how far it has come. */
final class RunInProgress implements AutoCloseable {

  private final ExperimentSpec spec;
  private final LayerwiseSchedule schedule;
  private final Learner learner;
  private final RunFolder files;
  private final TrainingListener listener;
  private final int firstStep;
  private final Map<Integer, String> digestAtFreeze = new HashMap<>();
  private RunRecord record;

  private RunInProgress(
      ExperimentSpec spec,
      RunRecord record,
      Learner learner,
      RunFolder files,
      TrainingListener listener) {
    this.spec = spec;
    this.schedule = record.policy().forLayers(spec.architecture().groups().size());
    this.record = record;
    this.learner = learner;
    this.files = files;
    this.listener = listener;
    this.firstStep = record.step();
  }

  /** A run that has not trained a step yet. */
  static RunInProgress begun(
      ExperimentSpec spec,
      RunRecord record,
      Learner learner,
      Path folder,
      TrainingListener listener)
      throws IOException {
    return new RunInProgress(spec, record, learner, RunFolder.open(folder), listener);
  }

  /**
   * A run that goes on where it was after some steps. Its later checkpoints and metrics are
   * dropped.
   *
   * @param checkpoint how far it had come; {@link Checkpoint#START} for the start
   * @param learner a new one
   */
  static RunInProgress restored(
      ExperimentSpec spec,
      RunRecord record,
      Checkpoint checkpoint,
      Learner learner,
      Path folder,
      TrainingListener listener)
      throws IOException {
    int step = checkpoint.step();
    if (step > 0) {
      new CheckpointFile(folder, step).restore(learner);
    }
    CheckpointFile.deleteAfter(step, folder);
    RunRecord restored =
        record
            .with(
                RunStatus.RUNNING,
                step,
                checkpoint.errorPercent(),
                checkpoint.seconds(),
                null,
                null)
            .withMetrics(checkpoint.metricsBytes(), checkpoint.metricsSha256());
    RunFolder files = RunFolder.open(folder, restored);
    try {
      var run = new RunInProgress(spec, restored, learner, files, listener);
      RunFolder.read(folder)
          .freezes()
          .forEach(freeze -> run.digestAtFreeze.put(freeze.group(), freeze.sha256()));
      return run;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /**
   * A run that ended, at its last step or as it failed. An audit that was not written to its end is
   * dropped.
   */
  static RunInProgress ended(
      ExperimentSpec spec,
      RunRecord record,
      Learner learner,
      Path folder,
      TrainingListener listener)
      throws IOException {
    learner.close();
    RunFolder.read(folder); // refused if it was damaged
    RunFolder files = RunFolder.open(folder, record);
    var run = new RunInProgress(spec, record, learner, files, listener);
    if (run.finished()) {
      CheckpointFile.deleteAllBut(0, folder);
    }
    return run;
  }

  Path folder() {
    return files.path();
  }

  boolean going() {
    return record.status() == RunStatus.RUNNING;
  }

  /** Trains a step; what fails here fails this run alone. */
  void train(int step, BatchTiming batch) throws IOException {
    if (!going()) {
      return;
    }
    int frozenPrefix = schedule.frozenPrefix(spec.length().progress(step));
    StepResult result;
    Optional<FrozenTraces> traces = Optional.empty();
    try {
      boolean freezes = digestAtFreeze.size() < frozenPrefix;
      if (freezes) {
        checkFrozen();
      }
      for (int group = digestAtFreeze.size(); group < frozenPrefix; group++) {
        freeze(step, group);
      }
      result = learner.train(step);
      if (freezes) {
        traces = learner.frozenTraces(frozenPrefix);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(reason(e) + " at step " + step + FailurePlace.ofHighestRate(spec, schedule, step));
      return;
    }
    Elapsed elapsed = result.elapsed();
    files.append(
        new Metric.Step(
            step,
            boxed(result.loss()),
            frozenPrefix,
            step - firstStep >= untimedSteps(spec.length()),
            elapsed.wallSeconds(),
            elapsed.cpuSeconds(),
            batch.waitSeconds(),
            batch.preparationSeconds(),
            result.cachedImages().isPresent() ? result.cachedImages().getAsInt() : null));
    if (traces.isPresent()) {
      files.append(
          new Metric.Traced(
              step, frozenPrefix, traces.get().gradients(), traces.get().velocities()));
    }
    advance(
        RunStatus.RUNNING,
        step + 1,
        record.errorPercent(),
        elapsed.wallSeconds() + batch.waitSeconds());
    if (result.loss().isPresent() && !Double.isFinite(result.loss().getAsDouble())) {
      diverged("the loss is " + result.loss().getAsDouble(), divergedGroup());
    }
  }

  /** Measures the error; what fails here fails this run alone. */
  void evaluate() throws IOException {
    if (!going()) {
      return;
    }
    if (hasDiverged()) {
      return;
    }
    Evaluation evaluation;
    try {
      evaluation = learner.evaluate();
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(reason(e) + " in evaluation at step " + record.step());
      return;
    }
    var metric =
        new Metric.Evaluated(
            record.step(),
            boxed(evaluation.errorPercent()),
            boxed(evaluation.loss()),
            evaluation.elapsed().wallSeconds(),
            evaluation.elapsed().cpuSeconds());
    files.append(metric);
    advance(RunStatus.RUNNING, record.step(), metric.errorPercent(), metric.wallSeconds());
    files.write(record);
    listener.onEvaluation(record.name(), metric);
    if (metric.loss() != null && !Double.isFinite(metric.loss())) {
      diverged("the test loss is " + metric.loss(), OptionalInt.empty());
    }
  }

  /** The batch that all runs train on next could not be had. */
  void failToLoad(int step, Throwable e) throws IOException {
    if (going()) {
      String why =
          e instanceof OutOfMemoryError || e instanceof OutOfMemoryException
              ? reason(e)
              : oneLine(e);
      fail("the batch could not be loaded: " + why + " at step " + step);
    }
  }

  void stop() throws IOException {
    if (going()) {
      advance(RunStatus.STOPPED, record.step(), record.errorPercent(), 0);
      files.write(record);
    }
  }

  /** Writes a checkpoint; those before it stay. A state that cannot be had fails this run alone. */
  void checkpoint() throws IOException {
    if (!going() || hasDiverged()) {
      return;
    }
    try {
      files.write(record, learner);
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(reason(e) + " in a checkpoint at step " + record.step());
    }
  }

  /** Deletes the checkpoints that are no longer needed: all but two. */
  void dropOldCheckpoints() throws IOException {
    if (going()) {
      CheckpointFile.deleteAllBut(2, files.path());
    }
  }

  /** Looks at the frozen groups again and saves the weights. */
  void finish() throws IOException {
    if (!going()) {
      return;
    }
    String weightsSha256;
    try {
      for (int group = 0; group < digestAtFreeze.size(); group++) {
        files.append(lookAgain(group));
      }
      learner.saveWeights(files.path());
      weightsSha256 = learner.weightsSha256();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      fail("the weights could not be saved: " + oneLine(e) + " at step " + record.step());
      return;
    }
    record =
        record.with(
            RunStatus.FINISHED,
            record.step(),
            record.errorPercent(),
            record.seconds(),
            weightsSha256,
            null);
    files.write(record);
    CheckpointFile.deleteAllBut(0, files.path());
  }

  /**
   * Judges a finished run by its files, writes what is found into them, and tells the listener if
   * that is not good. A run that was judged before keeps its verdict.
   *
   * @param baseline that advanced in lockstep with it, if one did to the end
   */
  void audit(Optional<TrainingRun> baseline) throws IOException {
    if (record.audit() != null) {
      return;
    }
    TrainingRun run = RunFolder.read(files.path());
    FreezeAudit audit =
        baseline.isPresent()
            ? FreezeAudit.of(baseline.get(), run, spec.architecture())
            : FreezeAudit.ofAlone(run, spec.architecture());
    for (Metric.TimeChecked check : audit.checks()) {
      files.append(check);
    }
    record = record.withAudit(audit.verdict().orElse(null));
    files.write(record);
    if (!audit.passed()) {
      listener.onFailedAudit(record.name(), audit);
    }
  }

  boolean isBaseline() {
    return record.strategy().equals(UniformAnnealing.NAME);
  }

  boolean finished() {
    return record.status() == RunStatus.FINISHED;
  }

  @Override
  public void close() throws IOException {
    try {
      learner.close();
    } finally {
      files.close();
    }
  }

  /**
   * How many steps at the start, and when training goes on, are not timed: code is compiled and
   * memory pools are filled in them.
   */
  static int untimedSteps(TrainingLength length) {
    return Math.min(10, length.steps() / 10);
  }

  /** Looks at the groups that froze before; one that changed is told of at once. */
  private void checkFrozen() throws IOException {
    for (int group = 0; group < digestAtFreeze.size(); group++) {
      Metric.Audited found = lookAgain(group);
      if (!found.unchanged()) {
        files.append(found);
      }
    }
  }

  private Metric.Audited lookAgain(int group) {
    String digest = learner.groupSha256(group);
    return new Metric.Audited(
        record.step(), group, digest, digest.equals(digestAtFreeze.get(group)));
  }

  private void freeze(int step, int group) throws IOException {
    var metric =
        new Metric.Frozen(
            step,
            group,
            spec.architecture().groups().get(group).name(),
            learner.groupSha256(group));
    digestAtFreeze.put(group, metric.sha256());
    files.append(metric);
    listener.onFreeze(record.name(), metric);
  }

  /** Whether the last step left numbers that are not finite; if so, the run has failed. */
  private boolean hasDiverged() throws IOException {
    OptionalInt group = divergedGroup();
    if (group.isPresent()) {
      diverged("weights are not finite", group);
    }
    return group.isPresent();
  }

  /** Empty also if the engine fails to tell. */
  private OptionalInt divergedGroup() {
    try {
      return learner.divergedGroup();
    } catch (RuntimeException | OutOfMemoryError e) {
      return OptionalInt.empty();
    }
  }

  /** The last step left something that is not finite. */
  private void diverged(String what, OptionalInt group) throws IOException {
    int step = record.step() - 1;
    fail(
        what
            + " at step "
            + step
            + (group.isPresent()
                ? FailurePlace.of(spec, schedule, step, group.getAsInt())
                : FailurePlace.ofHighestRate(spec, schedule, step)));
  }

  /** Ends this run and frees what its learner holds, so that the others can go on. */
  private void fail(String failure) throws IOException {
    record =
        record.with(
            RunStatus.FAILED,
            record.step(),
            record.errorPercent(),
            record.seconds(),
            null,
            failure);
    try {
      learner.close();
    } catch (RuntimeException e) {
      // What made the run fail may show once more; that is told already.
    }
    files.write(record);
    listener.onFailure(record.name(), failure);
  }

  private void advance(RunStatus status, int step, Double errorPercent, double seconds) {
    record = record.with(status, step, errorPercent, record.seconds() + seconds, null, null);
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static String reason(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "out of memory: "
          + oneLine(e)
          + "; the JVM may use "
          + Runtime.getRuntime().maxMemory() / (1 << 20)
          + " MiB";
    }
    return e instanceof OutOfMemoryException ? oneLine(e) : "the engine failed: " + oneLine(e);
  }

  private static String oneLine(Throwable e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
