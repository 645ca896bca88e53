package org.freezeout.cost;

import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;

/**
 * How well the t_0 of a wanted saving is known, where the saving S(t_0) is known with a 90 %
 * interval [L(t_0), U(t_0)]. It spans all t_0 at which the wanted saving s is credible,
 *
 * <pre>  { t_0 : L(t_0) &lt;= s &lt;= U(t_0) }</pre>
 *
 * from the first to the last. The t_0 that truly saves s is one of these exactly if the interval
 * there holds the truth, so they hold it as often as the intervals of the saving do: in 90 % of the
 * calibrations (Fieller's argument, which asks for no normality of t_0).
 *
 * <p>S falls with t_0 where steps get cheaper with every group that freezes; U then falls too, as a
 * later freeze leaves less that is uncertain, but L need not: the interval shrinks to a point at
 * t_0 = 1, so where a saving is not told from 0 at all, L rises towards there. So the ends are
 * looked for over all t_0, {@value #POINTS} points and a bisection between two of them, rather than
 * by a root of L and one of U; where the credible t_0 have a gap, the interval covers it.
 *
 * @param low the first credible t_0; 0 if there is no first one, as not even the earliest freezing
 *     is sure to save so much. With a t_0 below it the saving is larger with 95 % confidence
 * @param high the last credible t_0, at most 1. With a t_0 above it the saving is smaller
 */
public record T0Interval(double low, double high) {

  private static final int POINTS = 512;
  private static final double PRECISION = 1e-10;

  /**
   * Finds the ends.
   *
   * @param savingOfT0 the saving with its interval at a t_0 in [{@link Solver#MIN_T0}, 1]
   * @param solution for the wanted saving; a t_0 that was found is credible
   * @param saving the wanted saving
   * @return empty if no t_0 is credible
   */
  public static Optional<T0Interval> of(
      DoubleFunction<SavingInterval> savingOfT0, Solution solution, double saving) {
    DoublePredicate credible =
        t0 -> {
          SavingInterval interval = savingOfT0.apply(t0);
          return interval.low() <= saving && saving <= interval.high();
        };
    double found = solution instanceof Solution.Found f ? f.t0() : Double.NaN;
    int first = 0;
    while (first <= POINTS && !(point(first) >= found) && !credible.test(point(first))) {
      first++;
    }
    if (first > POINTS) {
      return Optional.empty();
    }
    int last = POINTS;
    while (last > 0 && !(point(last) <= found) && !credible.test(point(last))) {
      last--;
    }
    // A found t_0 between two points is credible though they may not be.
    double low = point(first) >= found ? found : point(first);
    double high = point(last) <= found ? found : point(last);
    boolean unbounded = first == 0 && credible.test(point(0));
    return Optional.of(
        new T0Interval(
            unbounded ? 0 : first == 0 ? low : edge(point(first - 1), low, credible),
            last == POINTS ? high : edge(point(last + 1), high, credible)));
  }

  private static double point(int index) {
    return Solver.MIN_T0 + (1 - Solver.MIN_T0) * index / POINTS;
  }

  /** The border between an outer t_0 that is not credible and an inner one that is. */
  private static double edge(double outer, double inner, DoublePredicate credible) {
    double outside = outer;
    double inside = inner;
    while (Math.abs(outside - inside) > PRECISION) {
      double middle = (outside + inside) / 2;
      if (credible.test(middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }
}
