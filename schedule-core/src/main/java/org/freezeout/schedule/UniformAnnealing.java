package org.freezeout.schedule;

import java.util.Collections;

/**
 * The baseline: every layer anneals from the base rate to 0 over the whole of training and none
 * freezes before its end. The same as FreezeOut with t_0 = 1.
 *
 * @param baseRate the base rate a, finite and greater than 0
 */
public record UniformAnnealing(double baseRate) implements SchedulePolicy {

  /** The name of the baseline. */
  public static final String NAME = "baseline";

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not finite and greater than 0
   */
  public UniformAnnealing {
    Checks.positive("baseRate", baseRate);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public LayerwiseSchedule forLayers(int layers) {
    Checks.atLeast("layers", 1, layers);
    return new LayerwiseSchedule(Collections.nCopies(layers, new CosineAnnealing(baseRate, 1)));
  }
}
