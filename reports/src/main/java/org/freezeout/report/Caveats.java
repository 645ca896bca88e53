package org.freezeout.report;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.ErrorMargin;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.TrainingRun;

/** What the numbers of an experiment cannot tell. */
final class Caveats {

  /** Fewer epochs than these do not show what freezing does to a full training. */
  private static final int SHORT_RUN = 30;

  private static final double MUCH_WAITING = 0.1;

  /** By so much the machine's changing speed may move a saving without being told. */
  private static final double MUCH_DRIFT = 0.01;

  private Caveats() {}

  static List<String> of(Comparison comparison) {
    RunRecord record = comparison.baseline().record();
    List<String> caveats = new ArrayList<>();
    if (record.engine().equals("simulated")) {
      caveats.add(
          "This is a simulation: times come from a virtual clock with given costs, not from a"
              + " machine.");
    }
    caveats.add(
        "One seed ("
            + record.seed()
            + "). Another one would change test errors"
            + (record.errorPercent() == null || record.testImages() == 0
                ? "."
                : " by as much as "
                    + Words.count(record.testImages())
                    + " test images leave open, ±"
                    + Words.fixed(ErrorMargin.points(record.errorPercent(), record.testImages()), 1)
                    + " points (90 %), or more."));
    if (record.epochs() < SHORT_RUN) {
      caveats.add(
          "A short run: "
              + plural(record.epochs(), "epoch")
              + ", "
              + plural(record.steps(), "step")
              + ". Savings in time carry over to a longer run of the same network, batch and"
              + " machine; differences in test error do not.");
    }
    comparison.rows().stream()
        .filter(Caveats::mayBeNothing)
        .forEach(
            row ->
                caveats.add(
                    "The interval of "
                        + Words.run(row)
                        + " includes 0: no saving can be claimed for it."));
    comparison.rows().stream()
        .filter(Caveats::drifted)
        .forEach(
            row ->
                caveats.add(
                    "The machine changed its speed during the runs. Had it been equally fast all the"
                        + " time, "
                        + Words.run(row)
                        + " would have saved "
                        + Words.percent(row.steadySaving())
                        + ", not "
                        + Words.percent(row.measuredSaving())
                        + "."));
    double waiting = comparison.runs().stream().mapToDouble(TrainingRun::waitShare).max().orElse(0);
    if (waiting > MUCH_WAITING) {
      caveats.add(
          "Up to "
              + Words.percent(waiting)
              + " of a run's time was waiting for data, which freezing cannot shorten.");
    }
    return caveats;
  }

  static String plural(int count, String noun) {
    return Words.count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  private static boolean drifted(ComparisonRow row) {
    return row.measuredSaving() != null
        && row.steadySaving() != null
        && Math.abs(row.measuredSaving() - row.steadySaving()) > MUCH_DRIFT;
  }

  private static boolean mayBeNothing(ComparisonRow row) {
    return row.measuredSavingLow() != null
        && row.measuredSavingLow() <= 0
        && row.measuredSavingHigh() >= 0;
  }
}
