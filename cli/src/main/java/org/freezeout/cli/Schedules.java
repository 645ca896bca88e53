package org.freezeout.cli;

import java.util.List;
import java.util.Locale;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;

/** The schedules that {@code --strategy}, {@code --t0} and {@code --base-rate} ask for. */
final class Schedules {

  /** From this factor on a user is told how much faster than the base rate a layer starts. */
  static final double LARGE_RATE_FACTOR = 5;

  private Schedules() {}

  /** Tells on stderr where the first layer starts far above the base rate. Nothing is clipped. */
  static void warnAboutRates(List<? extends SchedulePolicy> schedules, int layers) {
    for (SchedulePolicy schedule : schedules) {
      double initialRate = schedule.forLayers(layers).initialRate(0);
      double factor = initialRate / schedule.baseRate();
      if (factor > LARGE_RATE_FACTOR && schedule instanceof FreezeOut freezeOut) {
        System.err.printf(
            Locale.ROOT,
            "freezeout: warning: %s with t0 %s starts the first layer at %.4g, %.4g times the base"
                + " rate%n",
            freezeOut.name(),
            freezeOut.t0(),
            initialRate,
            factor);
      }
    }
  }
}
