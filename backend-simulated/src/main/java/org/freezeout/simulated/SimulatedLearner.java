package org.freezeout.simulated;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freezeout.experiment.Elapsed;
import org.freezeout.experiment.Evaluation;
import org.freezeout.experiment.FrozenTraces;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.StepResult;
import org.freezeout.schedule.LayerwiseSchedule;

/**
 * A network that is not there. All it has of weights is, for every layer group, the number of steps
 * that the group was trained.
 */
final class SimulatedLearner implements Learner {

  private final SimulatedSession session;
  private final LayerwiseSchedule schedule;
  private final Optional<SimulatedCache> cache;
  private final StepNoise noise;
  private int stepsDone;
  private int repetition;

  SimulatedLearner(
      SimulatedSession session,
      LayerwiseSchedule schedule,
      Optional<SimulatedCache> cache,
      StepNoise noise) {
    this.session = session;
    this.schedule = schedule;
    this.cache = cache;
    this.noise = noise;
  }

  @Override
  public StepResult train(int step) {
    OptionalDouble loss = OptionalDouble.empty();
    Fault fault = session.costs().fault();
    if (fault != null && fault.strikes(step, schedule, session.spec().length().progress(step))) {
      loss = OptionalDouble.of(fault.loss());
    }
    repetition = stepsDone == step + 1 ? repetition + 1 : 0;
    double seconds =
        session.stepSeconds(schedule, step, cache) * noise.factor(step, repetition) * drift();
    OptionalInt cachedImages = cachedImages(step);
    stepsDone = step + 1;
    cache.ifPresent(c -> c.trained(step));
    return new StepResult(loss, session.clock().pass(seconds), cachedImages);
  }

  @Override
  public void emptyCache() {
    cache.ifPresent(SimulatedCache::empty);
  }

  /** How many images of the step's batch are expected to be found in the cache. */
  private OptionalInt cachedImages(int step) {
    return cache
        .map(c -> (int) Math.round(c.storedShare(step) * session.spec().optimization().batchSize()))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  @Override
  public Evaluation evaluate() {
    Elapsed elapsed = session.clock().pass(session.costs().evaluationSeconds() * drift());
    return new Evaluation(OptionalDouble.empty(), OptionalDouble.empty(), elapsed);
  }

  /** Over the seed, the group and the number of steps that the group was trained. */
  @Override
  public String groupSha256(int group) {
    int trained = Math.min(stepsDone, schedule.freezeStep(group, session.spec().length()));
    return sha256(session.spec().seed() + " " + group + " " + trained);
  }

  /** Nothing is ever there. */
  @Override
  public Optional<FrozenTraces> frozenTraces(int frozenPrefix) {
    return Optional.of(FrozenTraces.NONE);
  }

  @Override
  public String weightsSha256() {
    return sha256(
        IntStream.range(0, schedule.size())
            .mapToObj(this::groupSha256)
            .collect(Collectors.joining(" ")));
  }

  /** Saves nothing: there are no weights. */
  @Override
  public void saveWeights(Path folder) {}

  /** The number of steps done, and the time on the machine's clock. */
  @Override
  public void saveState(DataOutput out) throws IOException {
    out.writeInt(stepsDone);
    out.writeDouble(session.clock().now());
  }

  @Override
  public void restoreState(int step, DataInput in) throws IOException {
    stepsDone = in.readInt();
    session.clock().set(in.readDouble());
  }

  @Override
  public void close() {}

  private double drift() {
    return session.costs().drift().factor(session.clock().now());
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
