package org.freezeout.report;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.GroupCost;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.BatchTiming;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.Elapsed;
import org.freezeout.experiment.EngineStatus;
import org.freezeout.experiment.Environment;
import org.freezeout.experiment.Evaluation;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.StepResult;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.LayerwiseSchedule;

/**
 * An engine that trains nothing. Its step times follow the multiply-accumulates, with a bias, a
 * fixed cost and noise; its losses and errors fall like real ones.
 */
final class FakeBackend implements TrainingBackend {

  private static final double FULL_STEP_SECONDS = 0.4;

  private double earlyFactor = 1;
  private double fixedShare;
  private double noise = 0.03;
  private boolean losses = true;
  private double failingRate = Double.POSITIVE_INFINITY;
  private boolean driftingWeights;
  private String hardware = "Fake CPU @ 2.00GHz";

  /** Early groups take this many times as long as later ones for the same work. */
  FakeBackend withEarlyFactor(double factor) {
    earlyFactor = factor;
    return this;
  }

  /** Part of an unfrozen step that freezing does not shorten. */
  FakeBackend withFixedShare(double share) {
    fixedShare = share;
    return this;
  }

  FakeBackend withNoise(double relative) {
    noise = relative;
    return this;
  }

  FakeBackend withoutLosses() {
    losses = false;
    return this;
  }

  /** The loss of runs whose first group starts at a higher rate becomes NaN at step 20. */
  FakeBackend failingAboveRate(double rate) {
    failingRate = rate;
    return this;
  }

  FakeBackend withDriftingWeights() {
    driftingWeights = true;
    return this;
  }

  FakeBackend withHardware(String name) {
    hardware = name;
    return this;
  }

  @Override
  public String engine() {
    return "fake";
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus("fake", Optional.of("1"), List.of("cpu"), Optional.empty());
  }

  @Override
  public TrainingSession open(ExperimentSpec spec, ImageDataset data) {
    return new Session(spec);
  }

  private final class Session implements TrainingSession {

    private final ExperimentSpec spec;
    private final GroupCosts costs;
    private final RandomGenerator random;
    private double slowness = 1;
    private int learners;

    Session(ExperimentSpec spec) {
      this.spec = spec;
      this.costs = biased(spec.architecture());
      this.random = new SplittableRandom(spec.seed());
    }

    @Override
    public Environment environment() {
      return new Environment(
          "fake", "1.0", "cpu", hardware, 2, spec.engine().threads(), "Linux 6 amd64", "Fake 17");
    }

    @Override
    public Learner newLearner(LayerwiseSchedule schedule) {
      return newLearner(schedule, Optional.empty());
    }

    @Override
    public Learner newLearner(LayerwiseSchedule schedule, Optional<CachePlan> cache) {
      Optional<PrefixCaching> caching =
          cache.map(plan -> new PrefixCaching(1, plan.firstBorder(), 1));
      return new FakeLearner(schedule, caching, learners++);
    }

    @Override
    public BatchTiming loadBatch(int step) {
      slowness = 1 + 0.7 * (slowness - 1) + noise * random.nextGaussian();
      return new BatchTiming(0.002 + 0.001 * random.nextDouble(), 0.01);
    }

    @Override
    public void close() {}

    private final class FakeLearner implements Learner {

      private final LayerwiseSchedule schedule;
      private final Optional<PrefixCaching> caching;
      private final int number;
      private int steps;

      FakeLearner(LayerwiseSchedule schedule, Optional<PrefixCaching> caching, int number) {
        this.schedule = schedule;
        this.caching = caching;
        this.number = number;
      }

      @Override
      public StepResult train(int step) {
        steps = step + 1;
        double progress = spec.length().progress(step);
        double cost =
            caching.isEmpty()
                ? costs.stepCost(schedule.frozenPrefix(progress))
                : costs.stepCost(schedule, spec.length(), step, caching.get());
        double relative = fixedShare + (1 - fixedShare) * cost / costs.stepCost(0);
        double seconds =
            FULL_STEP_SECONDS * relative * slowness * Math.exp(noise * random.nextGaussian());
        seconds *= step < 3 ? 3 : 1;
        double loss = 0.25 + 2.05 * Math.exp(-5 * progress) + 0.08 * random.nextGaussian();
        boolean fails = step == 20 && schedule.initialRate(0) > failingRate;
        return new StepResult(
            losses ? OptionalDouble.of(fails ? Double.NaN : loss) : OptionalDouble.empty(),
            new Elapsed(seconds, 1.9 * seconds),
            cachedImages(step));
      }

      private OptionalInt cachedImages(int step) {
        if (caching.isEmpty()) {
          return OptionalInt.empty();
        }
        double found = 1 - caching.get().forwardShare(schedule, spec.length(), 0, step);
        return OptionalInt.of((int) Math.round(found * spec.optimization().batchSize()));
      }

      @Override
      public Evaluation evaluate() {
        double progress = spec.length().progress(steps);
        double error = 11 + 60 * Math.exp(-4 * progress) + 0.4 * number + random.nextGaussian() / 3;
        return new Evaluation(
            losses ? OptionalDouble.of(Math.round(100 * error) / 100.0) : OptionalDouble.empty(),
            losses ? OptionalDouble.of(error / 30) : OptionalDouble.empty(),
            new Elapsed(2.5 + 0.1 * random.nextDouble(), 4));
      }

      @Override
      public String groupSha256(int group) {
        boolean moved = driftingWeights && steps == spec.length().steps();
        return String.format("%064x", moved ? group + 100 : group);
      }

      @Override
      public String weightsSha256() {
        return String.format("%064x", number);
      }

      @Override
      public void saveState(DataOutput out) {}

      @Override
      public void restoreState(int step, DataInput in) {}

      @Override
      public void saveWeights(Path folder) throws IOException {}

      @Override
      public void close() {}
    }
  }

  private GroupCosts biased(ArchitectureSpec architecture) {
    List<GroupCost> groups = GroupCosts.ofMacs(NetworkCost.of(architecture)).groups();
    List<GroupCost> biased = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      double factor = 1 + (earlyFactor - 1) * (1 - (double) i / (groups.size() - 1));
      GroupCost group = groups.get(i);
      biased.add(
          new GroupCost(
              factor * group.forward(),
              factor * group.weightGradient(),
              factor * group.innerGradient(),
              factor * group.borderGradient(),
              group.learns()));
    }
    return new GroupCosts(biased);
  }
}
