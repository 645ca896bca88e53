package org.freezeout.cli;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that take every strategy with every t_0. */
final class SchedulesOptions {

  @Mixin private StrategiesOption strategies;

  @Option(
      names = "--t0",
      paramLabel = "T0",
      order = 31,
      split = ",",
      defaultValue = Defaults.T0,
      description =
          "Where the first layer freezes, before the power of the spacing, in (0, 1]; may be"
              + " repeated, each strategy is taken with each (default: ${DEFAULT-VALUE}).")
  private List<Double> t0s;

  /** Every strategy with every t_0. */
  List<FreezeOut> schedules(double baseRate) {
    List<FreezeOut> schedules = new ArrayList<>();
    for (Strategy strategy : strategies.strategies) {
      for (double t0 : t0s) {
        schedules.add(FreezeOut.of(baseRate, t0, strategy));
      }
    }
    return schedules;
  }
}
