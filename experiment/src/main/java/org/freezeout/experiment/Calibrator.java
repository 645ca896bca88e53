package org.freezeout.experiment;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.data.ImageDataset;

/**
 * Measures what a step takes with several frozen prefixes. Each prefix has a network of its own,
 * made for this and thrown away. They train in turn, a step of each on the same batch in every
 * round, so that whatever slows the machine down for a while slows all of them alike. Rounds go up
 * and down through the prefixes in turn: drift cancels, and every step follows one with about as
 * many frozen groups, as in a run of its own. A cheap step takes longer after an expensive one. If
 * asked to, it also measures for a few prefixes what a step takes that finds the outputs of the
 * frozen groups in a cache, and one that stores them.
 */
public final class Calibrator {

  /** How long the timed rounds take together, in seconds, if nothing else is asked for. */
  public static final int SECONDS = 14;

  /** The longest that can be asked for. */
  public static final int MOST_SECONDS = 600;

  /**
   * How long the warm-up before them takes. The program is still being compiled then, which costs a
   * step as much with many frozen layers as with few, and so hides what these save.
   */
  private static final double WARM_UP_SECONDS = 8;

  private static final int FEWEST_UNTIMED_ROUNDS = 5;
  private static final int MOST_UNTIMED_ROUNDS = 100;
  private static final int FEWEST_ROUNDS = 8;
  private static final int MOST_ROUNDS = 1000;
  private static final int MOST_EVALUATED_BATCHES = 8;

  /** Small enough that nothing diverges; a step takes as long at any rate. */
  private static final double RATE = 0.001;

  private final ExperimentSpec spec;
  private final int seconds;
  private final Optional<CacheSpec> cache;
  private final TrainingListener listener;
  private final BooleanSupplier stop;

  /** Prepares a calibration of {@link #SECONDS}. */
  public Calibrator(ExperimentSpec spec, TrainingListener listener, BooleanSupplier stop) {
    this(spec, SECONDS, Optional.empty(), listener, stop);
  }

  /**
   * Prepares a calibration.
   *
   * @param spec the network, images, engine and batch; its length makes no difference
   * @param seconds how long the timed rounds take together, from 1 to {@link #MOST_SECONDS}, if
   *     that is neither too few rounds nor too many; the interval of a prediction narrows with its
   *     square root
   * @param cache what the caches of the measured steps may take together; empty to measure without
   *     caches alone
   * @param listener told of every round
   * @param stop asked before every round whether to give up
   * @throws IllegalArgumentException if the network has a single layer group, so nothing to freeze,
   *     the seconds are out of range, the caches have too little room, or the images differ in
   *     every epoch
   */
  public Calibrator(
      ExperimentSpec spec,
      int seconds,
      Optional<CacheSpec> cache,
      TrainingListener listener,
      BooleanSupplier stop) {
    int groups = spec.architecture().groups().size();
    if (groups < 2) {
      throw new IllegalArgumentException(
          spec.architecture().name() + " must have at least two layer groups, got " + groups);
    }
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException(
          "the seconds of a calibration must lie in [1, " + MOST_SECONDS + "], got " + seconds);
    }
    this.spec = longEnough(spec);
    this.seconds = seconds;
    this.cache = cache;
    new CalibrationProbes(this.spec, cache); // refuses what has no room
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Measures.
   *
   * @return empty if it was stopped
   * @throws IllegalArgumentException if the engine cannot run here, or keeps no outputs where that
   *     is asked for
   */
  public Optional<Calibration> calibrate(TrainingBackend backend, ImageDataset data) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var probes = new CalibrationProbes(spec, cache);
    Stopwatch sinceStart = Stopwatch.start();
    try (TrainingSession session = backend.open(evaluated(spec), data)) {
      Learner unfrozen = probes.open(session);
      var besides = new BesideStepsProbe(sinceStart.elapsed().wallSeconds());
      probes.openOthers(session);
      session.prepare(listener);
      List<List<Double>> warmUp = new ArrayList<>();
      List<List<Double>> rounds = new ArrayList<>();
      int untimed = FEWEST_UNTIMED_ROUNDS;
      int all = untimed + FEWEST_ROUNDS;
      for (int round = 0; round < all; round++) {
        if (stop.getAsBoolean()) {
          return Optional.empty();
        }
        listener.onStep(round, all);
        BatchTiming batch = session.loadBatch(round);
        List<Double> steps = probes.train(round);
        if (round >= untimed) {
          rounds.add(steps);
          besides.timed(batch, steps);
        } else if (round >= FEWEST_UNTIMED_ROUNDS) {
          warmUp.add(steps);
          besides.warmUp(steps);
        } else {
          besides.first(steps);
        }
        if (round == FEWEST_UNTIMED_ROUNDS - 1) {
          double each = batch.waitSeconds() + steps.stream().mapToDouble(Double::doubleValue).sum();
          untimed += between(0, WARM_UP_SECONDS / each - untimed, MOST_UNTIMED_ROUNDS - untimed);
          all = untimed + between(FEWEST_ROUNDS, seconds / each, MOST_ROUNDS);
        }
      }
      besides.evaluate(unfrozen, evaluated(spec).data().testImages());
      listener.onStep(all, all);
      return Optional.of(
          new Calibration(
              Calibration.FORMAT,
              spec.architecture().name(),
              ArchitectureJson.sha256(spec.architecture()),
              spec.architecture().input().toString(),
              spec.architecture().classes(),
              spec.data().dataset(),
              spec.data().augmentation().toString(),
              spec.optimization().batchSize(),
              spec.seed(),
              session.environment(),
              start,
              load < 0 ? null : Math.round(100 * load) / 100.0,
              probes.prefixes(),
              cache.map(c -> c.precision().toString()).orElse(null),
              cache.isPresent() ? probes.cachedPrefixes() : null,
              warmUp,
              rounds,
              besides.result(spec.data())));
    }
  }

  private static int between(int least, double value, int most) {
    return (int) Math.max(least, Math.min(value, most));
  }

  /** The same with no more test images than are worth the time of an evaluation. */
  private static ExperimentSpec evaluated(ExperimentSpec spec) {
    DataSpec data = spec.data();
    int most = MOST_EVALUATED_BATCHES * spec.optimization().batchSize();
    return new ExperimentSpec(
        spec.architecture(),
        new DataSpec(
            data.dataset(),
            data.trainingImages(),
            Math.min(data.testImages(), most),
            data.augmentation(),
            data.views()),
        spec.engine(),
        spec.optimization(),
        spec.seed());
  }

  /** The same with steps enough for every round. */
  private static ExperimentSpec longEnough(ExperimentSpec spec) {
    OptimizationSpec optimization = spec.optimization();
    // With a cache every image is to come again once more, or it would not be stored.
    int epochs =
        2 * (MOST_UNTIMED_ROUNDS + MOST_ROUNDS) / spec.length().stepsPerEpoch()
            + 1
            + spec.data().repeatsAfter().orElse(0);
    return new ExperimentSpec(
        spec.architecture(),
        spec.data(),
        spec.engine(),
        new OptimizationSpec(
            optimization.batchSize(),
            epochs,
            RATE,
            optimization.momentum(),
            optimization.weightDecay()),
        spec.seed());
  }
}
