package org.freezeout.cost;

import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;

/**
 * Predicts how long a whole run takes on a machine that was calibrated: N steps in E epochs, with
 * an evaluation on M test images after each of them.
 *
 * <pre>
 *   T = sum over k of N w_k (c_0 c(k) + h + max(0, p - c_0 c(k))) + E M e + s
 *   w_k  = share of the steps in which k groups are frozen, and likewise with a cache
 *   c_0  = mean seconds of a step with nothing frozen, c(k) = {@link CalibratedCost#stepCost}
 *   h    = handing a batch over, p = preparing it meanwhile
 *   e    = evaluating an image, s = start of the engine: {@link RunOverheads}
 * </pre>
 *
 * <p>So where batches are prepared more slowly than steps run, cheaper steps only wait longer. Not
 * counted: that preparing batches takes processors away from the steps, the start of the JVM,
 * opening the data set, and writing files.
 *
 * <p>The interval of the total saving joins that of the steps' saving with how well the share of
 * the other parts is known. The interval of the seconds holds the noise of the run and drift such
 * as the calibration saw; where the run outlasts the calibration also that the machine may be as
 * much faster or slower than then as {@link CalibratedCost#interval(FreezePlan, TrainingLength)}
 * assumes. It does not hold another load.
 */
public final class RunTime {

  private static final double T0_PRECISION = 1e-9;

  /** Standard deviations in half of a 90 % interval. */
  private static final double NORMAL_QUANTILE =
      new NormalDistribution().inverseCumulativeProbability((1 + SavingInterval.CONFIDENCE) / 2);

  private final CalibratedCost cost;
  private final RunOverheads overheads;

  /** Of a step with nothing frozen; the interval is that of the mean over the calibration. */
  private final Measured baseSeconds;

  private final double quantile;
  private final double blockVariance;
  private final double blockSeconds;
  private final int blocks;
  private final double stepVariance;
  private final double cheapestStep;
  private final double cheapestCachedStep;

  private RunTime(CalibratedCost cost, StepSamples samples, RunOverheads overheads) {
    this.cost = cost;
    this.overheads = overheads;
    int rounds = samples.rounds().size();
    int probes = samples.probes();
    blocks = StepRatios.blocks(rounds);
    double[] levels = new double[rounds];
    double squares = 0;
    double seconds = 0;
    for (int r = 0; r < rounds; r++) {
      double[] steps = new double[probes];
      for (int i = 0; i < probes; i++) {
        steps[i] = samples.seconds(r, i) / cost.probeCost(i);
      }
      levels[r] = StatUtils.mean(steps);
      seconds += StatUtils.sum(samples.rounds().get(r).stream().mapToDouble(s -> s).toArray());
      squares += StatUtils.variance(steps, levels[r]);
    }
    double[] ofBlocks = new double[blocks];
    for (int b = 0; b < blocks; b++) {
      int from = b * rounds / blocks;
      ofBlocks[b] = StatUtils.mean(levels, from, (b + 1) * rounds / blocks - from);
    }
    quantile = Measured.quantile(blocks - 1.0);
    blockVariance = StatUtils.variance(ofBlocks);
    blockSeconds = seconds / blocks;
    stepVariance = squares / rounds;
    baseSeconds =
        new Measured(StatUtils.mean(levels), quantile * Math.sqrt(blockVariance / blocks));
    cheapestStep = cheapest(cost.groups(), cost::stepCost);
    cheapestCachedStep =
        cost.knowsCaches()
            ? Math.min(cheapestStep, cheapest(cost.groups(), cost::cachedStepCost))
            : cheapestStep;
  }

  private static double cheapest(int groups, IntToDoubleFunction stepCost) {
    return IntStream.range(0, groups).mapToDouble(stepCost).min().orElseThrow();
  }

  /**
   * Makes a prediction of measurements.
   *
   * @param cost of the same steps
   * @param samples the steps that were measured
   * @param overheads what else was
   */
  public static RunTime of(CalibratedCost cost, StepSamples samples, RunOverheads overheads) {
    return new RunTime(cost, samples, overheads);
  }

  /** Whether what it would need for a plan was measured. */
  public boolean predicts(FreezePlan plan) {
    return cost.predicts(plan);
  }

  /**
   * The time of a run that trains by itself.
   *
   * @param plan of the run
   * @param length of the run
   * @param testImages images of an evaluation, at least 0
   * @throws IllegalArgumentException as {@link CalibratedCost#saving(FreezePlan)}
   */
  public RunForecast forecast(FreezePlan plan, TrainingLength length, int testImages) {
    return forecast(plan, length, testImages, 1, overheads);
  }

  /**
   * The time of a run as its own clock counts it, which begins with the first step.
   *
   * @param runs how many advance in lockstep, so that the steps of all of them hide the preparation
   *     of a batch
   * @throws IllegalArgumentException as {@link CalibratedCost#saving(FreezePlan)}
   */
  public RunForecast inLockstep(FreezePlan plan, TrainingLength length, int testImages, int runs) {
    return forecast(plan, length, testImages, runs, overheads.withoutStart());
  }

  /**
   * The latest freezing with which a run ends in time: the inverse of {@link #forecast}. The total
   * time never falls with t_0 where steps get cheaper with every group that freezes; where they do
   * not, it is one of the t_0 at which the time is met.
   *
   * @param strategy how freeze times are spread; the rates make no difference
   * @param length of the run
   * @param testImages images of an evaluation, at least 0
   * @param seconds that the run may take, its predicted total
   * @return the largest t_0, to within 1e-9; 1 where nothing need be frozen; empty if not even
   *     {@link Solver#MIN_T0} is enough
   */
  public OptionalDouble latestT0(
      Strategy strategy, TrainingLength length, int testImages, double seconds) {
    // Freeze times do not depend on the base rate.
    return latestT0(
        t0 -> FreezePlan.discrete(FreezeOut.of(0.1, t0, strategy), cost.groups(), length),
        length,
        testImages,
        seconds);
  }

  /**
   * The same for any plans, such as those with a cache.
   *
   * @param planOfT0 the plan of a run with a t_0 in [{@link Solver#MIN_T0}, 1]
   * @throws IllegalArgumentException as {@link CalibratedCost#saving(FreezePlan)}
   */
  public OptionalDouble latestT0(
      DoubleFunction<FreezePlan> planOfT0, TrainingLength length, int testImages, double seconds) {
    DoublePredicate fits =
        t0 -> forecast(planOfT0.apply(t0), length, testImages).scheduled().total() <= seconds;
    if (fits.test(1)) {
      return OptionalDouble.of(1);
    }
    double inside = Solver.MIN_T0;
    if (!fits.test(inside)) {
      return OptionalDouble.empty();
    }
    double outside = 1;
    while (outside - inside > T0_PRECISION) {
      double middle = (inside + outside) / 2;
      if (fits.test(middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return OptionalDouble.of(inside);
  }

  private RunForecast forecast(
      FreezePlan plan, TrainingLength length, int testImages, int runs, RunOverheads besides) {
    SavingInterval training = cost.interval(plan, length, Math.max(2, runs));
    int steps = length.steps();
    double base = baseSeconds.value();
    double stepSeconds = steps * base;
    double evaluation =
        (double) length.epochs() * testImages * besides.evaluationSecondsPerImage().value();
    double start = besides.startSeconds().value();
    double waitBefore = steps * wait(1, runs, besides);
    double waitAfter = steps * meanWait(plan, runs, besides);
    double before = stepSeconds + waitBefore + evaluation + start;
    double after = stepSeconds * (1 - training.saving()) + waitAfter + evaluation + start;
    double besideHalf =
        norm(
            steps * besides.handoverSeconds().halfWidth(),
            waitAfter > steps * besides.handoverSeconds().value()
                ? steps * besides.preparationSeconds().halfWidth()
                : 0,
            (double) length.epochs() * testImages * besides.evaluationSecondsPerImage().halfWidth(),
            besides.startSeconds().halfWidth());
    double saving = 1 - after / before;
    // Of total = saving / (1 + x), where x is what the other parts take relative to the steps.
    double x = (before - stepSeconds) / stepSeconds;
    double xHalf = norm(besideHalf / stepSeconds, x * baseSeconds.halfWidth() / base);
    double byShare = saving * xHalf / (1 + x);
    double cheapest = plan.cached() ? cheapestCachedStep : cheapestStep;
    double untouched =
        (steps * (base * cheapest + wait(cheapest, runs, besides)) + evaluation + start) / before;
    return new RunForecast(
        training,
        new SavingInterval(
            saving,
            saving - norm((training.saving() - training.low()) / (1 + x), byShare),
            saving + norm((training.high() - training.saving()) / (1 + x), byShare)),
        seconds(stepSeconds, waitBefore, evaluation, start, steps, 0, besideHalf),
        seconds(
            stepSeconds * (1 - training.saving()),
            waitAfter,
            evaluation,
            start,
            steps,
            stepSeconds * cost.interval(plan).halfWidth(),
            besideHalf),
        (before - stepSeconds) / before,
        untouched);
  }

  private RunForecast.Seconds seconds(
      double training,
      double waiting,
      double evaluation,
      double start,
      int steps,
      double costHalf,
      double besideHalf) {
    double total = training + waiting + evaluation + start;
    // A run averages its drift out as far as it is longer than what was seen of it, no further.
    double averaged = Math.max(1, Math.min(blocks, training / blockSeconds));
    double variance = blockVariance / blocks + blockVariance / averaged + stepVariance / steps;
    double level = quantile * Math.sqrt(variance) / baseSeconds.value() * training;
    double unseen =
        training > blocks * blockSeconds ? NORMAL_QUANTILE * cost.unseenDrift() * training : 0;
    double half = norm(level, unseen, costHalf, besideHalf);
    return new RunForecast.Seconds(
        total, Math.max(0, total - half), total + half, training, waiting, evaluation, start);
  }

  private double wait(double stepCost, int runs, RunOverheads besides) {
    return besides.waitSeconds(runs * baseSeconds.value() * stepCost);
  }

  private double meanWait(FreezePlan plan, int runs, RunOverheads besides) {
    double wait = 0;
    for (FreezePlan.Stretch stretch : plan.stretches()) {
      wait += stretch.share() * wait(cost.stepCost(stretch), runs, besides);
    }
    return wait;
  }

  private static double norm(double... halves) {
    double squares = 0;
    for (double half : halves) {
      squares += half * half;
    }
    return Math.sqrt(squares);
  }
}
