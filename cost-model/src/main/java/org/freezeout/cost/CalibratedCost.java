package org.freezeout.cost;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.schedule.TrainingLength;

/**
 * The cost model of a machine: what freezing saves by the measured durations of whole steps.
 *
 * <pre>
 *   saving = 1 - sum over k of w_k c(k) / c(0)
 *   w_k    = share of the steps in which k groups are frozen
 *   c(k)   = duration of a whole step with k frozen groups
 * </pre>
 *
 * <p>As c(k) is a whole step, it holds what a step costs besides its layers, and what an engine
 * makes of them together. Durations of groups that are measured one by one do not add up to it, so
 * they have no say in the level. Costs by group only spread what two probed prefixes differ by over
 * the prefixes between them:
 *
 * <pre>  c(k) = c(a) + (c(b) - c(a)) (m(a) - m(k)) / (m(a) - m(b)),   a &lt; k &lt; b, m = {@link
 * GroupCosts#stepCost}</pre>
 *
 * <p>With a cache of the frozen prefix's outputs, where steps with one were measured as well:
 *
 * <pre>
 *   saving = 1 - (sum over k of w_k c(k) - sum over j of q_j g(j) + sum over k of v_k f(k)) / c(0)
 *   q_j    = share of the steps whose images were all stored with j groups frozen or more, and not
 *            all with more
 *   g(j)   = by how much a step gets shorter that finds the outputs of j groups for all its images
 *   v_k    = share of the steps with k frozen groups that store the outputs of some images
 *   f(k)   = by how much a step gets longer that stores those of all
 * </pre>
 *
 * <p>g and f are differences of whole steps; {@link CachedSteps} spreads them over the prefixes.
 * All shares follow from the {@link FreezePlan}.
 *
 * <p>It does not know waiting for data, or evaluation.
 */
public final class CalibratedCost implements CostModel {

  /** The name of this model. */
  public static final String NAME = "calibrated";

  private static final double UPPER_TAIL = 1 - (1 - SavingInterval.CONFIDENCE) / 2;

  private final int groups;
  private final StepRatios ratios;
  private final MachineNoise noise;

  /** For every prefix from 0 to n - 1 what each probe contributes to its cost. */
  private final double[][] contributions;

  /** The same with a cache; empty where none was measured. */
  private final Optional<CachedSteps> cached;

  private CalibratedCost(GroupCosts shape, StepSamples samples) {
    groups = shape.groups().size();
    ratios = StepRatios.of(samples);
    noise = MachineNoise.of(samples, ratios);
    contributions = contributions(shape, samples);
    cached =
        samples.cachedPrefixes().isEmpty()
            ? Optional.empty()
            : Optional.of(CachedSteps.of(shape, samples));
  }

  /**
   * Makes a model of measured steps.
   *
   * @param shape relative costs of the network's layer groups, in any unit
   * @param samples durations of its steps; from prefix 0 to n - 1, where n is the number of groups
   * @throws IllegalArgumentException if the last prefix is not n - 1
   */
  public static CalibratedCost of(GroupCosts shape, StepSamples samples) {
    List<Integer> prefixes = samples.prefixes();
    int last = prefixes.get(prefixes.size() - 1);
    if (last != shape.groups().size() - 1) {
      throw new IllegalArgumentException(
          "the last measured prefix must be "
              + (shape.groups().size() - 1)
              + ", one less than there are layer groups, got "
              + last);
    }
    return new CalibratedCost(shape, samples);
  }

  /** Whether steps with a cache were measured, so that runs with one can be predicted. */
  public boolean knowsCaches() {
    return cached.isPresent();
  }

  /** Whether what it would need for a plan was measured. */
  public boolean predicts(FreezePlan plan) {
    return knowsCaches() || !plan.cached();
  }

  /** How many layer groups the measured network has. */
  int groups() {
    return groups;
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of the architecture only the number of groups is looked at: it must be the measured one.
   */
  @Override
  public double saving(ArchitectureSpec architecture, FreezePlan plan) {
    plan.checkGroups(architecture.groups().size());
    return saving(plan);
  }

  /**
   * The expected saving.
   *
   * @throws IllegalArgumentException if the plan is for another number of groups, freezes the last
   *     group before the end, or has a cache and none was measured
   */
  public double saving(FreezePlan plan) {
    return 1 - cost(probeWeights(plan));
  }

  /**
   * The cost of a step relative to one with nothing frozen.
   *
   * @param frozenPrefix how many groups are frozen, in [0, n)
   * @throws IllegalArgumentException if it is outside
   */
  public double stepCost(int frozenPrefix) {
    checkPrefix(frozenPrefix);
    return cost(contributions[frozenPrefix]);
  }

  /**
   * The same of a step that finds the outputs of all frozen groups in the cache.
   *
   * @throws IllegalArgumentException if it is outside, or no cache was measured
   */
  public double cachedStepCost(int frozenPrefix) {
    checkPrefix(frozenPrefix);
    return cost(stepWeights(frozenPrefix, frozenPrefix, false));
  }

  /**
   * The same of a step that finds nothing in the cache and stores all.
   *
   * @throws IllegalArgumentException likewise
   */
  public double fillingStepCost(int frozenPrefix) {
    checkPrefix(frozenPrefix);
    return cost(stepWeights(frozenPrefix, 0, frozenPrefix > 0));
  }

  /** The cost of a step in a part of a run. */
  double stepCost(FreezePlan.Stretch stretch) {
    return cost(stepWeights(stretch.frozenPrefix(), stretch.sparedPrefix(), stretch.writes()));
  }

  /** The cost of a measured step. */
  double probeCost(int probe) {
    return ratios.ratio(probe);
  }

  /** {@link MachineNoise#unseenDrift}. */
  double unseenDrift() {
    return noise.unseenDrift();
  }

  private void checkPrefix(int frozenPrefix) {
    if (frozenPrefix < 0 || frozenPrefix >= groups) {
      throw new IllegalArgumentException(
          "frozen prefix must lie in [0, " + (groups - 1) + "], got " + frozenPrefix);
    }
  }

  /**
   * The saving with the 90 % interval of its expectation, which is what a long run measures: it
   * holds how little is known from so few measured steps, and nothing of the run's own noise.
   *
   * @throws IllegalArgumentException as {@link #saving(FreezePlan)}
   */
  public SavingInterval interval(FreezePlan plan) {
    double[] weights = probeWeights(plan);
    return interval(1 - cost(weights), ratios.variance(weights), ratios.degreesOfFreedom());
  }

  /**
   * The saving with the 90 % interval of what a run will measure against a baseline that is trained
   * in lockstep with it, so with the noise of both, and with drift as the calibration saw it.
   *
   * @param plan of the run
   * @param length of the run
   * @throws IllegalArgumentException as {@link #saving(FreezePlan)}
   */
  public SavingInterval interval(FreezePlan plan, TrainingLength length) {
    return interval(plan, length, 2);
  }

  /**
   * The same where more runs are trained in lockstep: each of them takes longer then, and meets
   * more of the machine's drift.
   *
   * @param runs how many, the baseline among them, at least 2
   * @throws IllegalArgumentException likewise, and if there are fewer
   */
  public SavingInterval interval(FreezePlan plan, TrainingLength length, int runs) {
    if (runs < 2) {
      throw new IllegalArgumentException("runs in lockstep must be at least 2, got " + runs);
    }
    double[] weights = probeWeights(plan);
    double mean = cost(weights);
    double[] costs = runCosts(plan, length.steps());
    double meanSquare = 0;
    for (double cost : costs) {
      meanSquare += cost * cost / costs.length;
    }
    double known = ratios.variance(weights);
    double scatter = noise.variance() * (meanSquare + mean * mean) / costs.length;
    MachineNoise.Spread drift = noise.drift(costs, mean, runs);
    double variance = known + scatter + drift.variance();
    // Satterthwaite's approximation.
    double degreesOfFreedom =
        variance
            * variance
            / (known * known / ratios.degreesOfFreedom()
                + scatter * scatter / noise.degreesOfFreedom()
                + drift.variance() * drift.variance() / drift.degreesOfFreedom());
    return interval(1 - mean, variance, degreesOfFreedom);
  }

  private static SavingInterval interval(double saving, double variance, double degreesOfFreedom) {
    if (variance == 0) {
      return new SavingInterval(saving, saving, saving);
    }
    double half =
        Math.sqrt(variance)
            * new TDistribution(degreesOfFreedom).inverseCumulativeProbability(UPPER_TAIL);
    return new SavingInterval(saving, saving - half, saving + half);
  }

  private double cost(double[] probeWeights) {
    double cost = 0;
    for (int i = 0; i < probeWeights.length; i++) {
      cost += probeWeights[i] * ratios.ratio(i);
    }
    return cost;
  }

  /** The cost of every step of a run, in order. */
  private double[] runCosts(FreezePlan plan, int steps) {
    double[] costs = new double[steps];
    int step = 0;
    for (FreezePlan.Stretch stretch : plan.stretches()) {
      long end = Math.round(stretch.end() * steps);
      if (step < end) {
        double cost = stepCost(stretch);
        for (; step < end; step++) {
          costs[step] = cost;
        }
      }
    }
    return costs;
  }

  /** How much each probe counts in the mean cost of a run's steps. */
  private double[] probeWeights(FreezePlan plan) {
    plan.checkGroups(groups);
    if (plan.trainedShare(groups - 1) < 1) {
      throw new IllegalArgumentException(
          "cost model '"
              + NAME
              + "' needs a last group that trains to the end, got "
              + plan.trainedShares());
    }
    double[] weights = new double[contributions[0].length];
    for (FreezePlan.Stretch stretch : plan.stretches()) {
      double[] step = stepWeights(stretch.frozenPrefix(), stretch.sparedPrefix(), stretch.writes());
      for (int i = 0; i < weights.length; i++) {
        weights[i] += stretch.share() * step[i];
      }
    }
    return weights;
  }

  /** How much each probe counts in the cost of a step. */
  private double[] stepWeights(int frozenPrefix, int sparedPrefix, boolean writes) {
    double[] weights = contributions[frozenPrefix].clone();
    if (sparedPrefix > 0 || writes) {
      CachedSteps steps =
          cached.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "cost model '"
                          + NAME
                          + "' was measured without a cache and cannot predict with one: calibrate"
                          + " with --cache"));
      steps.spare(sparedPrefix, weights);
      if (writes) {
        steps.write(frozenPrefix, weights);
      }
    }
    return weights;
  }

  private static double[][] contributions(GroupCosts shape, StepSamples samples) {
    List<Integer> prefixes = samples.prefixes();
    double[][] contributions = new double[shape.groups().size()][samples.probes()];
    contributions[0][0] = 1;
    for (int b = 1; b < prefixes.size(); b++) {
      int from = prefixes.get(b - 1);
      int to = prefixes.get(b);
      double above = shape.stepCost(from);
      double below = shape.stepCost(to);
      for (int k = from + 1; k <= to; k++) {
        double way =
            above > below
                ? (above - shape.stepCost(k)) / (above - below)
                : (double) (k - from) / (to - from);
        contributions[k][b - 1] = 1 - way;
        contributions[k][b] = way;
      }
    }
    return contributions;
  }
}
