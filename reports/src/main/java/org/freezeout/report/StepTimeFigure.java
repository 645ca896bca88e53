package org.freezeout.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.freezeout.experiment.MedianWindow;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.PrefixCost;
import org.freezeout.experiment.TrainingRun;

/** The time of a training step against progress, smoothed, with the moments of freezing marked. */
final class StepTimeFigure {

  private static final int WIDTH = 420;
  private static final int HEIGHT = 250;

  /** As many medians as can be told apart. */
  private static final int WINDOWS = 60;

  private StepTimeFigure() {}

  /** How many steps share a median. */
  static int window(int steps) {
    return Math.max(1, (steps + WINDOWS - 1) / WINDOWS);
  }

  /** What a point of a curve stands for. */
  static String smoothing(int steps) {
    return window(steps) == 1 ? "those of single steps" : "medians of " + window(steps) + " steps";
  }

  /**
   * Draws step times in percent of the baseline's at the same step.
   *
   * @param predicted step costs by frozen prefix, drawn as a staircase
   */
  static Figure relative(
      String id, TrainingRun baseline, TrainingRun run, List<PrefixCost> predicted) {
    int steps = run.record().steps();
    List<MedianWindow> windows = MedianWindow.ofRelativeStepTime(baseline, run, window(steps));
    double largest = windows.stream().mapToDouble(MedianWindow::median).max().orElse(1);
    double top = 100 * Math.max(1.1, Math.min(1.5, largest * 1.03));
    Plot plot =
        Plot.of(WIDTH, HEIGHT, "progress t", "step time (% of baseline)").spanning(0, 1, 0, top);
    plot.line(null, Palette.QUIET, Plot.solid(1), new double[] {0, 1}, new double[] {100, 100});
    staircase(plot, run, predicted);
    measured(plot, run, windows, 100);
    freezes(plot, run, top);
    String name = Words.run(run);
    return new Figure(
        name,
        Svg.of(
            plot.chart(),
            id,
            "Step time of " + name,
            "Median step time in percent of the baseline's at the same steps: "
                + ends(windows, 100, " %")));
  }

  /** Draws step times in milliseconds. */
  static Figure absolute(String id, TrainingRun run) {
    int steps = run.record().steps();
    List<MedianWindow> windows = MedianWindow.ofStepTime(run, window(steps));
    double largest = windows.stream().mapToDouble(MedianWindow::median).max().orElse(0.001);
    double top = 1000 * largest * 1.1;
    Plot plot = Plot.of(WIDTH, HEIGHT, "progress t", "step time (ms)").spanning(0, 1, 0, top);
    measured(plot, run, windows, 1000);
    freezes(plot, run, top);
    return new Figure(
        "Step time",
        Svg.of(plot.chart(), id, "Step time", "Median step time: " + ends(windows, 1000, " ms")));
  }

  private static void measured(
      Plot plot, TrainingRun run, List<MedianWindow> windows, double unit) {
    double steps = run.record().steps();
    plot.line(
        null,
        Palette.ofStrategy(run.record().strategy()),
        Plot.solid(2),
        windows.stream().mapToDouble(w -> (w.firstStep() + w.lastStep() + 1) / 2 / steps).toArray(),
        windows.stream().mapToDouble(w -> unit * w.median()).toArray());
  }

  private static void staircase(Plot plot, TrainingRun run, List<PrefixCost> predicted) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    int prefix = -1;
    double steps = run.record().steps();
    for (Metric.Step step : run.steps()) {
      if (step.frozenPrefix() != prefix) {
        prefix = step.frozenPrefix();
        x.add(step.step() / steps);
        y.add(100 * cost(predicted, prefix));
      }
    }
    if (!x.isEmpty()) {
      x.add(run.steps().size() / steps);
      y.add(y.get(y.size() - 1));
    }
    plot.steps(Palette.TEXT, Plot.dashed(1.2, 4, 3), Plot.array(x), Plot.array(y));
  }

  private static double cost(List<PrefixCost> costs, int prefix) {
    return costs.stream()
        .filter(cost -> cost.frozenPrefix() == prefix)
        .mapToDouble(PrefixCost::predicted)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static void freezes(Plot plot, TrainingRun run, double top) {
    double steps = run.record().steps();
    double[] x =
        run.freezes().stream().mapToDouble(freeze -> freeze.step() / steps).distinct().toArray();
    double[] y = new double[x.length];
    Arrays.fill(y, 0.02 * top);
    plot.points(Palette.TEXT, Marks.bar(8), x, y);
  }

  private static String ends(List<MedianWindow> windows, double unit, String name) {
    if (windows.isEmpty()) {
      return "no step was timed.";
    }
    return Words.fixed(unit * windows.get(0).median(), 1)
        + name
        + " at the beginning, "
        + Words.fixed(unit * windows.get(windows.size() - 1).median(), 1)
        + name
        + " at the end.";
  }
}
