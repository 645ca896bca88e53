package org.freezeout.experiment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.freezeout.data.ImageDataset;
import org.freezeout.schedule.LayerwiseSchedule;

/**
 * An engine that notes what it is asked to do, and does wrong what it is told to do wrong. Runs are
 * told apart by their number, from 0.
 */
class FakeBackend implements TrainingBackend {

  static final BatchTiming BATCH = new BatchTiming(0.25, 0.5);

  /** Everything that was asked, in order. */
  final List<String> calls = new ArrayList<>();

  @Override
  public String engine() {
    return "fake";
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus("fake", Optional.empty(), List.of("cpu"), Optional.empty());
  }

  @Override
  public TrainingSession open(ExperimentSpec spec, ImageDataset data) {
    return new Session(spec);
  }

  /** The loss of a step; overridden to fail. */
  OptionalDouble loss(int run, int step) {
    return OptionalDouble.of(2.5);
  }

  /** The test error; overridden to fail. */
  double errorPercent(int run, int stepsDone) {
    return Math.max(0, 50 - stepsDone);
  }

  /** The test loss; overridden to be no number. */
  OptionalDouble testLoss(int run, int stepsDone) {
    return OptionalDouble.of(1);
  }

  /** A group's digest; overridden to change what is frozen, or to fail. */
  String digest(int run, int group, int stepsTrained) {
    return "group " + group + " after " + stepsTrained;
  }

  /** What is left in frozen groups; overridden to leave something. */
  Optional<FrozenTraces> traces(int run, int frozenPrefix) {
    return Optional.empty();
  }

  /** Where numbers first were not finite; overridden to have them so, or to fail. */
  OptionalInt divergedGroup(int run, int stepsDone) {
    return OptionalInt.empty();
  }

  /** Called before a batch is loaded; overridden to fail. */
  void load(int step) {}

  /** Called before a learner is made; overridden to fail. */
  void make(int run) {}

  /** Called as weights are saved; overridden to fail. */
  void save(int run, Path folder) throws IOException {
    Files.writeString(folder.resolve("weights"), "of run " + run);
  }

  /** The engine's version; overridden by another one. */
  String version() {
    return "1.0";
  }

  /** Called as a learner's state is saved; overridden to fail. */
  void saving(int run, int stepsDone) throws IOException {}

  private final class Session implements TrainingSession {
    private final ExperimentSpec spec;
    private int learners;

    Session(ExperimentSpec spec) {
      this.spec = spec;
    }

    @Override
    public Environment environment() {
      return Environment.here(spec.engine(), version(), "no hardware");
    }

    @Override
    public Learner newLearner(LayerwiseSchedule schedule) {
      make(learners);
      return new FakeLearner(learners++, schedule, spec, false);
    }

    @Override
    public Learner newLearner(LayerwiseSchedule schedule, Optional<CachePlan> cache) {
      cache.ifPresent(plan -> calls.add("cache in run " + learners));
      make(learners);
      return new FakeLearner(learners++, schedule, spec, cache.isPresent());
    }

    @Override
    public BatchTiming loadBatch(int step) {
      calls.add("load " + step);
      load(step);
      return BATCH;
    }

    @Override
    public void close() {
      calls.add("close session");
    }
  }

  private final class FakeLearner implements Learner {
    private final int run;
    private final LayerwiseSchedule schedule;
    private final ExperimentSpec spec;
    private final boolean cached;
    private int stepsDone;

    FakeLearner(int run, LayerwiseSchedule schedule, ExperimentSpec spec, boolean cached) {
      this.run = run;
      this.schedule = schedule;
      this.spec = spec;
      this.cached = cached;
    }

    @Override
    public StepResult train(int step) {
      calls.add("train " + run + " step " + step);
      OptionalDouble loss = loss(run, step);
      stepsDone = step + 1;
      return new StepResult(
          loss, new Elapsed(1 + run, 2), cached ? OptionalInt.of(step) : OptionalInt.empty());
    }

    @Override
    public void emptyCache() {
      calls.add("empty " + run);
    }

    @Override
    public Evaluation evaluate() {
      calls.add("evaluate " + run);
      double error = errorPercent(run, stepsDone);
      return new Evaluation(OptionalDouble.of(error), testLoss(run, stepsDone), new Elapsed(8, 16));
    }

    @Override
    public String groupSha256(int group) {
      return digest(run, group, Math.min(stepsDone, schedule.freezeStep(group, spec.length())));
    }

    @Override
    public Optional<FrozenTraces> frozenTraces(int frozenPrefix) {
      return traces(run, frozenPrefix);
    }

    @Override
    public OptionalInt divergedGroup() {
      return FakeBackend.this.divergedGroup(run, stepsDone);
    }

    @Override
    public String weightsSha256() {
      return "weights of run " + run;
    }

    @Override
    public void saveWeights(Path folder) throws IOException {
      calls.add("save " + run);
      save(run, folder);
    }

    @Override
    public void saveState(DataOutput out) throws IOException {
      saving(run, stepsDone);
      out.writeInt(stepsDone);
    }

    @Override
    public void restoreState(int step, DataInput in) throws IOException {
      stepsDone = in.readInt();
      calls.add("restore " + run + " after " + stepsDone);
    }

    @Override
    public void close() {
      calls.add("close " + run);
    }
  }
}
