package org.freezeout.cost;

import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.AllowedSolution;
import org.apache.commons.math3.analysis.solvers.BracketingNthOrderBrentSolver;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;

/**
 * Finds the t_0 that gives a wanted saving: the inverse of {@link CostModel#saving} for the ideal
 * plan, in which group i trains for exactly t_i of training.
 *
 * <p>The saving falls continuously from its largest value at t_0 = 0 to 0 at t_0 = 1, so there is
 * one t_0 for each saving in between. It is found to within 1e-12, from above: the saving with it
 * is never less than the wanted one. t_0 is looked for in [{@link #MIN_T0}, 1]; below, the powers
 * t_0^p and rates a / t_0^p of the schedules soon leave the range of numbers, and no more than 1e-5
 * is left to save.
 */
public final class Solver {

  /** The smallest t_0 that is considered. */
  public static final double MIN_T0 = 1e-6;

  private static final int MAX_EVALUATIONS = 1000;

  private Solver() {}

  /**
   * Finds the t_0 that gives a saving.
   *
   * @param architecture the network
   * @param model predicts the saving; non-increasing in t_0
   * @param strategy how freeze times are spread; the rates make no difference
   * @param saving the wanted saving, a fraction in [0, 1); 0 gives t_0 = 1
   * @throws IllegalArgumentException if the saving lies outside [0, 1), or the model does not apply
   *     to such a network
   */
  public static Solution solve(
      ArchitectureSpec architecture, CostModel model, Strategy strategy, double saving) {
    return solve(
        t0 -> model.saving(architecture, plan(strategy, t0, architecture.groups().size())), saving);
  }

  /**
   * Finds the t_0 that gives a saving on a network of which only the counts are known.
   *
   * @param network the counts
   * @param model predicts the saving; non-increasing in t_0
   * @param strategy how freeze times are spread; the rates make no difference
   * @param saving the wanted saving, a fraction in [0, 1); 0 gives t_0 = 1
   * @throws IllegalArgumentException if the saving lies outside [0, 1), or the model does not apply
   *     to such a network
   */
  public static Solution solve(
      NetworkCost network, CostModel model, Strategy strategy, double saving) {
    return solve(t0 -> model.saving(network, plan(strategy, t0, network.groups())), saving);
  }

  /**
   * Finds the t_0 that gives a saving where the outputs of the frozen prefix are cached.
   *
   * @param architecture the network
   * @param model predicts the saving; non-increasing in t_0
   * @param strategy how freeze times are spread; the rates make no difference
   * @param saving the wanted saving, a fraction in [0, 1); 0 gives t_0 = 1
   * @param epochs how often training shows each image, at least 1
   * @param caching what is cached
   * @throws IllegalArgumentException if the saving lies outside [0, 1), or the model does not apply
   *     to such a network or to caching
   */
  public static Solution solve(
      ArchitectureSpec architecture,
      CostModel model,
      Strategy strategy,
      double saving,
      int epochs,
      PrefixCaching caching) {
    int groups = architecture.groups().size();
    return solve(
        t0 ->
            model.saving(
                architecture,
                FreezePlan.cached(FreezeOut.of(0.1, t0, strategy), groups, epochs, caching)),
        saving);
  }

  private static Solution solve(UnivariateFunction savingOfT0, double saving) {
    if (!(saving >= 0 && saving < 1)) {
      throw new IllegalArgumentException("saving must lie in [0, 1), got " + saving);
    }
    double maxSaving = savingOfT0.value(MIN_T0);
    if (saving > maxSaving) {
      return new Solution.Impossible(maxSaving);
    }
    double t0 = saving == 0 ? 1 : root(savingOfT0, saving);
    return new Solution.Found(t0, savingOfT0.value(t0));
  }

  private static double root(UnivariateFunction savingOfT0, double saving) {
    return new BracketingNthOrderBrentSolver(1e-15, 1e-12, 1e-15, 5)
        .solve(
            MAX_EVALUATIONS,
            t0 -> savingOfT0.value(t0) - saving,
            MIN_T0,
            1,
            AllowedSolution.ABOVE_SIDE);
  }

  private static FreezePlan plan(Strategy strategy, double t0, int groups) {
    // Freeze times do not depend on the base rate.
    return FreezePlan.continuous(FreezeOut.of(0.1, t0, strategy), groups);
  }
}
