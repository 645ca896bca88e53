package org.freezeout.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * Tells from step times whether steps got cheaper at each freeze event, and is silent rather than
 * wrong: for a run whose steps get cheaper by half of what was predicted or more, the probability
 * of any {@link StepTimeVerdict#NOT_CHEAPER} is meant to be at most {@link #FALSE_ALARMS}; tests
 * hold it on simulated machines with noise, drift and outliers.
 *
 * <p>The steps before and after are cut into at most {@link #MOST_BLOCKS} blocks, whose medians
 * stand for them: noise that lasts for some steps stays within a block. The ratio of the times and
 * its interval are those of Hodges and Lehmann (1963): the median of all ratios of a later to an
 * earlier block, and two of the other ratios in their order, by the distribution of the
 * Mann-Whitney statistic.
 *
 * <p>Each event is looked at twice: against the longest earlier prefix from which enough relief is
 * predicted, so that one group that is not skipped does not hide behind others; and where that
 * gives no answer, against no frozen prefix, from which most relief is predicted.
 */
final class StepTimeAudit {

  /** The probability of a false alarm in a run, over all its freeze events. */
  static final double FALSE_ALARMS = 0.01;

  /** Less than this share of the predicted relief is not enough. */
  static final double LEAST_SHARE = 0.5;

  /** From this relief on, as a share of an unfrozen step, it is looked for. */
  static final double SMALLEST_RELIEF = 0.08;

  private static final int MOST_BLOCKS = 40;

  /** A run by itself is looked at near the event only: its machine may drift. */
  private static final int ALONE_WINDOW = 100;

  private final IntToDoubleFunction cost;
  private final boolean alone;
  private final double quantile;
  private final NavigableMap<Integer, List<Double>> times = new TreeMap<>();
  private final Map<Integer, Integer> firstSteps = new TreeMap<>();

  /**
   * Looks at a run.
   *
   * @param steps of the run
   * @param time by index into the steps, NaN where it is not known: relative to the baseline's, or
   *     by itself
   * @param alone whether times are not relative to a baseline's, so that drift shows
   * @param cost predicted cost of a step by frozen prefix
   */
  StepTimeAudit(
      List<Metric.Step> steps, IntToDoubleFunction time, boolean alone, IntToDoubleFunction cost) {
    this.alone = alone;
    this.cost = cost;
    for (int i = 0; i < steps.size(); i++) {
      int prefix = steps.get(i).frozenPrefix();
      firstSteps.putIfAbsent(prefix, steps.get(i).step());
      List<Double> ofPrefix = times.computeIfAbsent(prefix, p -> new ArrayList<>());
      double seconds = time.applyAsDouble(i);
      if (steps.get(i).timed() && Double.isFinite(seconds) && seconds > 0) {
        ofPrefix.add(seconds);
      }
    }
    long events = times.keySet().stream().filter(prefix -> prefix > 0).count();
    // Two looks at each event; an alarm is an error to one side.
    this.quantile =
        new NormalDistribution()
            .inverseCumulativeProbability(1 - FALSE_ALARMS / Math.max(1, events) / 2);
  }

  /** What is found for each frozen prefix but none, in order. */
  List<Metric.TimeChecked> checks() {
    return times.keySet().stream()
        .filter(prefix -> prefix > times.firstKey())
        .map(this::check)
        .toList();
  }

  private Metric.TimeChecked check(int prefix) {
    Metric.TimeChecked near = check(reference(prefix), prefix);
    return near.verdict().told() || near.reference() == times.firstKey()
        ? near
        : check(times.firstKey(), prefix);
  }

  private Metric.TimeChecked check(int reference, int prefix) {
    double[] before = window(reference, false);
    double[] after = window(prefix, true);
    double relief = relief(reference, prefix);
    double[] ratios = ratios(blockMedians(after), blockMedians(before));
    int rank = rank(blocks(after.length), blocks(before.length));
    Double low = null;
    Double high = null;
    StepTimeVerdict verdict = StepTimeVerdict.TOO_FEW_STEPS;
    if (rank > 0) {
      double drift = alone ? Math.exp(drift(before, after, between(reference, prefix))) : 1;
      low = ratios[rank - 1] / drift;
      high = ratios[ratios.length - rank] * drift;
      verdict = verdict(low, high, 1 - LEAST_SHARE * relief);
    }
    return new Metric.TimeChecked(
        firstSteps.get(prefix),
        prefix,
        reference,
        after.length,
        before.length,
        ratios.length == 0 ? null : median(ratios),
        low,
        high,
        cost.applyAsDouble(prefix) / cost.applyAsDouble(reference),
        relief < SMALLEST_RELIEF ? StepTimeVerdict.TOO_LITTLE : verdict);
  }

  private static StepTimeVerdict verdict(double low, double high, double enough) {
    if (high <= enough) {
      return StepTimeVerdict.OK;
    }
    return low > enough ? StepTimeVerdict.NOT_CHEAPER : StepTimeVerdict.TOO_NOISY;
  }

  /** The longest earlier prefix against which enough relief and enough steps can be seen. */
  private int reference(int prefix) {
    int reference = times.firstKey();
    int after = blocks(window(prefix, true).length);
    for (int earlier : times.headMap(prefix).keySet()) {
      if (relief(earlier, prefix) >= SMALLEST_RELIEF
          && rank(after, blocks(window(earlier, false).length)) > 0) {
        reference = earlier;
      }
    }
    return reference;
  }

  /** By how much a step is predicted to get cheaper, as a share of an unfrozen step. */
  private double relief(int reference, int prefix) {
    return (cost.applyAsDouble(reference) - cost.applyAsDouble(prefix)) / cost.applyAsDouble(0);
  }

  private double[] window(int prefix, boolean fromStart) {
    double[] all = times.get(prefix).stream().mapToDouble(Double::doubleValue).toArray();
    int length = alone ? Math.min(all.length, ALONE_WINDOW) : all.length;
    return fromStart
        ? Arrays.copyOf(all, length)
        : Arrays.copyOfRange(all, all.length - length, all.length);
  }

  /**
   * How far the machine may have drifted from the steps before to those after, as a logarithm: as
   * far as it did from one quarter of either to another, carried on over the distance.
   */
  private static double drift(double[] before, double[] after, int between) {
    double distance = (before.length + after.length) / 2.0 + between;
    return distance
        * Math.max(spread(before) / (0.75 * before.length), spread(after) / (0.75 * after.length));
  }

  /** How many steps there are between those with one prefix and those with a later one. */
  private int between(int reference, int prefix) {
    return firstSteps.get(prefix) - firstSteps.get(times.higherKey(reference));
  }

  private static double spread(double[] times) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int q = 0; q < 4; q++) {
      double median =
          median(Arrays.copyOfRange(times, q * times.length / 4, (q + 1) * times.length / 4));
      least = Math.min(least, median);
      most = Math.max(most, median);
    }
    return Math.log(most / least);
  }

  private static double[] blockMedians(double[] times) {
    double[] medians = new double[blocks(times.length)];
    for (int b = 0; b < medians.length; b++) {
      int from = (int) ((long) b * times.length / medians.length);
      int to = (int) ((b + 1L) * times.length / medians.length);
      medians[b] = median(Arrays.copyOfRange(times, from, to));
    }
    return medians;
  }

  private static int blocks(int times) {
    return Math.min(MOST_BLOCKS, times);
  }

  /** All ratios of a later to an earlier time, in their order. */
  private static double[] ratios(double[] later, double[] earlier) {
    double[] ratios = new double[later.length * earlier.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = later[i / earlier.length] / earlier[i % earlier.length];
    }
    Arrays.sort(ratios);
    return ratios;
  }

  /**
   * The rank r at which, of the ratios of m to n times, the r-th smallest is the lower end of the
   * interval and the r-th largest its upper one, in the normal approximation, which is cautious so
   * far out; below 1 where there are too few times.
   */
  private int rank(int m, int n) {
    double pairs = (double) m * n;
    return (int) Math.floor(pairs / 2 - quantile * Math.sqrt(pairs * (m + n + 1) / 12));
  }

  private static double median(double[] times) {
    return new Median().evaluate(times);
  }
}
