package org.freezeout.cli;

import java.time.Duration;
import java.util.Locale;
import org.freezeout.experiment.FreezeAudit;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.TrainingListener;

/** Tells on stderr what training does: how far it is and how long it still takes, and events. */
abstract class Progress implements TrainingListener, AutoCloseable {

  /** A bar on a terminal, lines elsewhere. */
  static Progress open() {
    return Boolean.getBoolean("freezeout.terminal")
        ? new ProgressBarLine(System.err, Integer.getInteger("freezeout.columns", 80))
        : new ProgressLines(System.err, System::nanoTime);
  }

  /** Prints a line without disturbing the rest. */
  abstract void line(String text);

  @Override
  public void onPreparation(String what, Duration elapsed) {
    line("freezeout: " + what + ", " + elapsed.toSeconds() + " s");
  }

  @Override
  public void onResume(int step, int steps) {
    line(
        step == 0
            ? "freezeout: no checkpoint that can be used, so training starts anew"
            : "freezeout: going on after " + step + " of " + steps + " steps");
  }

  @Override
  public void onWarning(String warning) {
    line("freezeout: warning: " + warning);
  }

  @Override
  public void onFreeze(String run, Metric.Frozen freeze) {
    line(
        String.format(
            "%s: group %d (%s) froze at step %d",
            run, freeze.group(), freeze.name(), freeze.step()));
  }

  @Override
  public void onEvaluation(String run, Metric.Evaluated evaluation) {
    if (evaluation.errorPercent() != null) {
      line(
          String.format(
              Locale.ROOT,
              "%s: test error %.2f %% after %d steps",
              run,
              evaluation.errorPercent(),
              evaluation.step()));
    }
  }

  @Override
  public void onFailedAudit(String run, FreezeAudit audit) {
    audit
        .failures()
        .forEach(
            failure ->
                line("freezeout: warning: the freeze audit of " + run + " failed: " + failure));
  }

  @Override
  public void onFailure(String run, String failure) {
    line(run + " failed: " + failure);
  }

  @Override
  public void close() {}
}
