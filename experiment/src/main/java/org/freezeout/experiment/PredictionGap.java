package org.freezeout.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;

/**
 * By how much a measured saving differs from that of the {@code gradient} cost model, and where the
 * difference arises.
 *
 * @param measured the measured saving, a fraction
 * @param predicted the predicted one
 * @param shares what the steps with each frozen prefix add to the difference, in order of prefixes
 * @param causes what the measurements point to; empty if nothing stands out
 */
public record PredictionGap(
    double measured, double predicted, List<PrefixShare> shares, List<Cause> causes) {

  /** From this difference on, a fraction, it wants an explanation. */
  public static final double NOTEWORTHY = 0.04;

  /** A prefix's part in the difference is told only where MACs fall by at least this share. */
  private static final double SMALLEST_DROP = 0.02;

  /** Ratios of measured to counted cost that differ by this factor are not alike. */
  private static final double UNLIKE = 1.15;

  /** What may make a measured saving differ from a counted one. */
  public enum Cause {
    /** The prediction lies within the measurement's interval. */
    NOISE,
    /** A large part was there before anything froze, so freezing is not what made it. */
    BEFORE_FREEZING,
    /** A slow or fast minority of steps, which a median does not see, makes up most of it. */
    OUTLIERS,
    /** Early layers take more time for a multiply-accumulate than later ones. */
    EARLY_LAYERS_COST_MORE,
    /** Later layers take more time for a multiply-accumulate than early ones. */
    LATER_LAYERS_COST_MORE,
    /** Whatever is frozen, a step gets cheaper by more than counted. */
    MORE_THAN_COUNTED,
    /** Whatever is frozen, a step gets cheaper by less than counted: it has other costs besides. */
    LESS_THAN_COUNTED
  }

  /**
   * The part of the steps with one frozen prefix.
   *
   * @param cost the step cost while it is frozen
   * @param share of the timed steps
   * @param contribution share * (predicted step cost - measured step cost): what these steps add to
   *     measured minus predicted saving
   */
  public record PrefixShare(PrefixCost cost, double share, double contribution) {}

  public PredictionGap {
    shares = List.copyOf(shares);
    causes = List.copyOf(causes);
  }

  /**
   * Explains the difference in one row.
   *
   * @param row of a finished run
   * @param audit of that run
   * @throws IllegalArgumentException if the row has no measured saving or no {@code gradient}
   *     prediction
   */
  public static PredictionGap of(ComparisonRow row, FreezeAudit audit) {
    if (row.differenceFromGradient() == null) {
      throw new IllegalArgumentException(
          "a prediction gap needs a measured and a predicted saving, got " + row);
    }
    double steps = audit.costs().stream().mapToInt(PrefixCost::steps).sum();
    List<PrefixShare> shares = new ArrayList<>();
    for (PrefixCost cost : audit.costs()) {
      double share = cost.steps() / steps;
      shares.add(new PrefixShare(cost, share, share * (cost.predicted() - cost.measured())));
    }
    return new PredictionGap(
        row.measuredSaving(),
        row.gradient(),
        shares,
        causes(row, row.differenceFromGradient(), shares));
  }

  /** Measured minus predicted saving, a fraction. */
  public double difference() {
    return measured - predicted;
  }

  /** Whether the difference wants an explanation. */
  public boolean noteworthy() {
    return Math.abs(difference()) > NOTEWORTHY;
  }

  /** The prefixes that add most to the difference, in its direction, the largest first. */
  public List<PrefixShare> largest(int count) {
    double sign = Math.signum(difference());
    return shares.stream()
        .filter(share -> sign * share.contribution() > 0)
        .sorted(Comparator.comparingDouble(share -> -sign * share.contribution()))
        .limit(count)
        .toList();
  }

  private static List<Cause> causes(ComparisonRow row, double gap, List<PrefixShare> shares) {
    List<Cause> causes = new ArrayList<>();
    if (row.measuredSavingLow() != null
        && row.measuredSavingLow() <= row.gradient()
        && row.gradient() <= row.measuredSavingHigh()) {
      causes.add(Cause.NOISE);
    }
    if (shares.isEmpty()) {
      return causes;
    }
    double explained =
        StatUtils.sum(shares.stream().mapToDouble(PrefixShare::contribution).toArray());
    if (Math.abs(gap - explained) > Math.abs(gap) / 2) {
      causes.add(Cause.OUTLIERS);
    }
    PrefixShare first = shares.get(0);
    boolean startsUnfrozen = first.cost().frozenPrefix() == 0;
    if (startsUnfrozen && first.contribution() / gap > 1.0 / 3) {
      causes.add(Cause.BEFORE_FREEZING);
    }
    double start = startsUnfrozen ? first.cost().measured() : 1;
    double[] ratios =
        shares.stream()
            .map(PrefixShare::cost)
            .filter(cost -> 1 - cost.predicted() >= SMALLEST_DROP)
            .mapToDouble(cost -> (1 - cost.measured() / start) / (1 - cost.predicted()))
            .toArray();
    if (ratios.length > 0) {
      ofRatios(gap, ratios).ifPresent(causes::add);
    }
    return causes;
  }

  /** What the ratios of measured to counted relief say, from the shortest prefix to the longest. */
  private static Optional<Cause> ofRatios(double gap, double[] ratios) {
    double early = ratios[0];
    double all = ratios[ratios.length - 1];
    if (gap > 0 && early > all * UNLIKE && early > UNLIKE) {
      return Optional.of(Cause.EARLY_LAYERS_COST_MORE);
    }
    if (gap < 0 && early * UNLIKE < all && early * UNLIKE < 1) {
      return Optional.of(Cause.LATER_LAYERS_COST_MORE);
    }
    double mean = StatUtils.mean(ratios);
    if (gap > 0 && mean > UNLIKE) {
      return Optional.of(Cause.MORE_THAN_COUNTED);
    }
    if (gap < 0 && mean * UNLIKE < 1) {
      return Optional.of(Cause.LESS_THAN_COUNTED);
    }
    return Optional.empty();
  }
}
