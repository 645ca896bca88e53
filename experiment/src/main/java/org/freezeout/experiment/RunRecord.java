package org.freezeout.experiment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.data.Augmentation;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import org.freezeout.schedule.UniformAnnealing;

/**
 * What {@code run.json} holds: one run, what it was asked to do, where, and what came of it.
 *
 * @param format version of the file's format, {@value #FORMAT}
 * @param status how far it has come
 * @param arch name of the architecture, which is in {@code architecture.json} beside
 * @param dataset data set as on the command line
 * @param augment {@code none} or {@code standard}
 * @param views how many fixed views augmentation makes of an image; null for a new one in every
 *     epoch
 * @param trainingImages images trained on
 * @param testImages images the error is measured on
 * @param strategy {@code baseline} or a strategy's name
 * @param t0 t_0, null for the baseline
 * @param cache whether the output of the frozen prefix is kept; absent, so false, in older files
 * @param cachePrecision how, {@code float32} or {@code float16}; null where it is not
 * @param cacheFirstBorder the shortest frozen prefix whose output is kept; null where none is
 * @param baseRate base learning rate
 * @param momentum Nesterov momentum
 * @param weightDecay weight decay
 * @param batch images per step
 * @param epochs passes over the training images
 * @param seed the seed
 * @param engine name of the engine
 * @param device the device
 * @param threads threads of the engine's operators
 * @param environment machine and versions
 * @param startedAt when it started
 * @param step steps done
 * @param steps steps to do
 * @param errorPercent test error after the last evaluation, null where there is none
 * @param seconds the run's own wall-clock time: its steps, waiting for data and evaluation
 * @param weightsSha256 SHA-256 over all weights in group order, once finished
 * @param failure why it failed, else null
 * @param audit what the freeze audit came to; null where nothing froze, the run did not finish, or
 *     in older files
 * @param digests of the files beside it; null in older files
 */
public record RunRecord(
    int format,
    RunStatus status,
    String arch,
    String dataset,
    String augment,
    Integer views,
    int trainingImages,
    int testImages,
    String strategy,
    Double t0,
    Boolean cache,
    String cachePrecision,
    Integer cacheFirstBorder,
    double baseRate,
    double momentum,
    double weightDecay,
    int batch,
    int epochs,
    long seed,
    String engine,
    String device,
    int threads,
    Environment environment,
    Instant startedAt,
    int step,
    int steps,
    Double errorPercent,
    double seconds,
    String weightsSha256,
    String failure,
    AuditVerdict audit,
    RunDigests digests) {

  /** The version of the format that this code writes. */
  public static final int FORMAT = 2;

  /** The last version whose files have no checksums. */
  static final int WITHOUT_CHECKSUMS = 1;

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /**
   * Checks what readers rely on.
   *
   * @throws IllegalArgumentException if something is missing or inconsistent
   */
  public RunRecord {
    if (format != WITHOUT_CHECKSUMS && format != FORMAT) {
      throw new IllegalArgumentException(
          "format must be " + WITHOUT_CHECKSUMS + " or " + FORMAT + ", got " + format);
    }
    Numbers.present("status", status);
    Numbers.present("arch", arch);
    Numbers.present("dataset", dataset);
    Numbers.present("augment", augment);
    Numbers.present("strategy", strategy);
    Numbers.present("engine", engine);
    Numbers.present("device", device);
    Numbers.present("environment", environment);
    Numbers.present("started_at", startedAt);
    if (startedAt.isBefore(Instant.EPOCH) || startedAt.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "started_at must lie between " + Instant.EPOCH + " and " + LATEST + ", got " + startedAt);
    }
    Numbers.seconds("seconds", seconds);
    Numbers.percent("error_percent", errorPercent);
    new OptimizationSpec(batch, epochs, baseRate, momentum, weightDecay);
    Numbers.atLeast("training_images", 0, trainingImages);
    Numbers.atLeast("test_images", 0, testImages);
    Numbers.atLeast("steps", epochs, steps);
    if (steps % epochs != 0) {
      throw new IllegalArgumentException(
          "steps must be a multiple of epochs " + epochs + ", got " + steps);
    }
    Numbers.atLeast("step", 0, step);
    if (step > steps) {
      throw new IllegalArgumentException("step must be at most steps " + steps + ", got " + step);
    }
    policy(strategy, t0, baseRate);
    if (views != null) {
      Numbers.atLeast("views", 1, views);
    }
    cache = cache != null && cache;
    if (cache) {
      CachePrecision.named(Numbers.present("cache_precision", cachePrecision));
      Numbers.atLeast(
          "cache_first_border", 1, Numbers.present("cache_first_border", cacheFirstBorder));
    }
  }

  /** A run without a cache that has not trained a step yet. */
  public static RunRecord start(
      ExperimentSpec spec, SchedulePolicy policy, Environment environment) {
    return start(spec, PlannedRun.of(policy), environment);
  }

  /** A run that has not trained a step yet. */
  public static RunRecord start(ExperimentSpec spec, PlannedRun run, Environment environment) {
    SchedulePolicy policy = run.policy();
    return new RunRecord(
        FORMAT,
        RunStatus.RUNNING,
        spec.architecture().name(),
        spec.data().dataset(),
        spec.data().augmentation().toString(),
        spec.data().views().isPresent() ? spec.data().views().getAsInt() : null,
        spec.data().trainingImages(),
        spec.data().testImages(),
        policy.name(),
        policy instanceof FreezeOut freezeOut ? freezeOut.t0() : null,
        run.cache().isPresent(),
        run.cache().map(plan -> plan.precision().toString()).orElse(null),
        run.cache().map(CachePlan::firstBorder).orElse(null),
        policy.baseRate(),
        spec.optimization().momentum(),
        spec.optimization().weightDecay(),
        spec.optimization().batchSize(),
        spec.optimization().epochs(),
        spec.seed(),
        spec.engine().name(),
        spec.engine().device(),
        spec.engine().threads(),
        environment,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        0,
        spec.length().steps(),
        null,
        0,
        null,
        null,
        null,
        new RunDigests(ArchitectureJson.sha256(spec.architecture()), 0, Sha256.OF_NOTHING));
  }

  /**
   * The experiment that the run belongs to.
   *
   * @param architecture that of the run
   * @param engineSpec that of the run
   * @throws IllegalArgumentException if the settings do not fit each other
   */
  ExperimentSpec spec(ArchitectureSpec architecture, EngineSpec engineSpec) {
    return new ExperimentSpec(
        architecture,
        new DataSpec(
            dataset,
            trainingImages,
            testImages,
            Augmentation.named(augment),
            views == null ? OptionalInt.empty() : OptionalInt.of(views)),
        engineSpec,
        new OptimizationSpec(batch, epochs, baseRate, momentum, weightDecay),
        seed);
  }

  /** The policy that the run follows. */
  public SchedulePolicy policy() {
    return policy(strategy, t0, baseRate);
  }

  private static SchedulePolicy policy(String strategy, Double t0, double baseRate) {
    return strategy.equals(UniformAnnealing.NAME)
        ? new UniformAnnealing(baseRate)
        : FreezeOut.of(baseRate, Numbers.present("t0", t0), Strategy.named(strategy));
  }

  /** Epochs and steps. */
  public TrainingLength length() {
    return new TrainingLength(epochs, steps / epochs);
  }

  /**
   * The plan of the run's whole steps, by which cost models predict its saving.
   *
   * @param groups layer groups of its network
   */
  public FreezePlan plan(int groups) {
    return prefixCaching()
        .map(caching -> FreezePlan.cached(policy(), groups, length(), caching))
        .orElseGet(() -> FreezePlan.discrete(policy(), groups, length()));
  }

  /** What its cache is expected to spare; empty without a cache. */
  public Optional<PrefixCaching> prefixCaching() {
    if (!cache) {
      return Optional.empty();
    }
    boolean augmented = !augment.equals(Augmentation.NONE.toString());
    return Optional.of(
        new PrefixCaching(
            augmented && views != null ? views : 1,
            cacheFirstBorder,
            (double) batch * length().stepsPerEpoch() / trainingImages,
            batch));
  }

  /** How the output of the frozen prefix is kept; empty if it is not. */
  public Optional<CachePrecision> caching() {
    return cache ? Optional.of(CachePrecision.named(cachePrecision)) : Optional.empty();
  }

  /**
   * The run's name, also that of its folder: {@code baseline}, {@code cubic-scaled-t0.8}, {@code
   * cubic-scaled-t0.8-cached}, {@code cubic-scaled-t0.8-cached-float16}, …
   */
  public String name() {
    return name(policy(), caching());
  }

  /** The name of a run without a cache that follows a policy. */
  public static String name(SchedulePolicy policy) {
    return policy instanceof FreezeOut freezeOut
        ? policy.name() + "-t" + freezeOut.t0()
        : policy.name();
  }

  static String name(SchedulePolicy policy, Optional<CachePrecision> caching) {
    return name(policy)
        + (caching.isEmpty() ? "" : "-cached")
        + (caching.filter(p -> p != CachePrecision.FLOAT32).map(p -> "-" + p).orElse(""));
  }

  RunRecord with(
      RunStatus status,
      int step,
      Double errorPercent,
      double seconds,
      String weightsSha256,
      String failure) {
    return with(status, step, errorPercent, seconds, weightsSha256, failure, audit, digests);
  }

  private RunRecord with(
      RunStatus status,
      int step,
      Double errorPercent,
      double seconds,
      String weightsSha256,
      String failure,
      AuditVerdict audit,
      RunDigests digests) {
    return new RunRecord(
        format,
        status,
        arch,
        dataset,
        augment,
        views,
        trainingImages,
        testImages,
        strategy,
        t0,
        cache,
        cachePrecision,
        cacheFirstBorder,
        baseRate,
        momentum,
        weightDecay,
        batch,
        epochs,
        seed,
        engine,
        device,
        threads,
        environment,
        startedAt,
        step,
        steps,
        errorPercent,
        seconds,
        weightsSha256,
        failure,
        audit,
        digests);
  }

  RunRecord withAudit(AuditVerdict audit) {
    return with(status, step, errorPercent, seconds, weightsSha256, failure, audit, digests);
  }

  RunRecord withMetrics(long bytes, String sha256) {
    return with(
        status,
        step,
        errorPercent,
        seconds,
        weightsSha256,
        failure,
        audit,
        digests == null ? null : digests.withMetrics(bytes, sha256));
  }
}
