package org.freezeout.schedule;

import static org.freezeout.schedule.Checks.progress;

/**
 * Anneals a learning rate along half a cosine from its initial value to exactly 0.
 *
 * <pre>
 *   a(t) = 0.5 * a(0) * (1 + cos(pi * t / end))   for t &lt; end
 *   a(t) = 0                                      for t &gt;= end
 * </pre>
 *
 * <p>The integral over [0, end] is a(0) * end / 2. Source: arXiv 1706.04983, equation 1 with the
 * factor 1/2 that the paper's text lacks and the authors' code has.
 *
 * @param initialRate a(0), finite and greater than 0
 * @param end the progress from which the rate is 0, in (0, 1]
 */
public record CosineAnnealing(double initialRate, double end) implements LearningRateSchedule {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if a parameter is outside its domain
   */
  public CosineAnnealing {
    Checks.positive("initialRate", initialRate);
    Checks.unitInterval("end", end);
  }

  @Override
  public double rate(double t) {
    return progress(t) < end ? 0.5 * initialRate * (1 + Math.cos(Math.PI * (t / end))) : 0;
  }
}
