package org.freezeout.schedule;

import java.util.stream.IntStream;

/**
 * The FreezeOut policy: layer i anneals its own learning rate to 0 at its own freeze time t_i, the
 * first layer first.
 *
 * <pre>{@code
 * LayerwiseSchedule schedule = FreezeOut.of(0.1, 0.8).forLayers(40);
 * double rate = schedule.rate(0, 0.25);    // of the first layer, after a quarter of training
 * int frozen = schedule.frozenPrefix(0.6); // how many layers no longer train
 * }</pre>
 *
 * <p>Scaled cubic rates get large for a small t_0: t_0 = 0.5 starts the first layer at 8 times the
 * base rate. {@link #largestRateFactor()} tells; nothing is clipped.
 *
 * @param baseRate the base rate a, finite and greater than 0
 * @param t0 where the first layer freezes, before the power of the spacing, in (0, 1]
 * @param spacing how freeze times are spread over the layers
 * @param scaling whether layers that freeze early start at a higher rate
 * @see <a href="https://arxiv.org/abs/1706.04983">arXiv 1706.04983, section 2</a>
 */
public record FreezeOut(double baseRate, double t0, Spacing spacing, RateScaling scaling)
    implements SchedulePolicy {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if a number is outside its domain, or t_0^p or a / t_0^p is
   *     not finite and positive
   */
  public FreezeOut {
    scaling.initialRate(baseRate, spacing.freezeTime(t0, 0, 2));
  }

  /**
   * The strategy that the authors recommend, cubic and scaled; they recommend t_0 = 0.8 with it.
   */
  public static FreezeOut of(double baseRate, double t0) {
    return of(baseRate, t0, Strategy.CUBIC_SCALED);
  }

  /** The policy of a named strategy. */
  public static FreezeOut of(double baseRate, double t0, Strategy strategy) {
    return new FreezeOut(baseRate, t0, strategy.spacing(), strategy.scaling());
  }

  /** The same policy with another t_0. */
  public FreezeOut withT0(double t0) {
    return new FreezeOut(baseRate, t0, spacing, scaling);
  }

  /** The named strategy that this policy follows. */
  public Strategy strategy() {
    return Strategy.of(spacing, scaling);
  }

  @Override
  public String name() {
    return strategy().toString();
  }

  /** The first layer's initial rate over the base rate: the largest factor of any layer. */
  public double largestRateFactor() {
    return scaling.initialRate(baseRate, spacing.freezeTime(t0, 0, 2)) / baseRate;
  }

  @Override
  public LayerwiseSchedule forLayers(int layers) {
    Checks.atLeast("layers", 1, layers);
    return new LayerwiseSchedule(
        IntStream.range(0, layers).mapToObj(i -> annealing(i, layers)).toList());
  }

  private CosineAnnealing annealing(int layer, int layers) {
    double freezeTime = spacing.freezeTime(t0, layer, layers);
    return new CosineAnnealing(scaling.initialRate(baseRate, freezeTime), freezeTime);
  }
}
