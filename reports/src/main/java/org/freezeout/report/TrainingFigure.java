package org.freezeout.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.freezeout.experiment.MedianWindow;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.Timeline;
import org.freezeout.experiment.TrainingRun;

/** What runs learn as their own time passes: training loss, smoothed, and test error. */
final class TrainingFigure {

  private static final int WIDTH = 440;
  private static final int HEIGHT = 300;

  /** The unit of a time axis. */
  private record Unit(String name, double seconds) {
    static Unit of(double longest) {
      if (longest < 180) {
        return new Unit("s", 1);
      }
      return longest < 2 * 3600 ? new Unit("min", 60) : new Unit("h", 3600);
    }
  }

  /** A run's points: times in seconds, and values. */
  private record Curve(TrainingRun run, double[] x, double[] y) {}

  private TrainingFigure() {}

  /** The training loss against each run's own time. */
  static Figure loss(String id, List<TrainingRun> runs) {
    return draw(
        id, "Training loss", "training loss", runs.stream().map(TrainingFigure::losses).toList());
  }

  /** The test error against each run's own time. */
  static Figure error(String id, List<TrainingRun> runs) {
    return draw(
        id, "Test error", "test error (%)", runs.stream().map(TrainingFigure::errors).toList());
  }

  /** Whether any of the runs has a training loss. */
  static boolean hasLoss(List<TrainingRun> runs) {
    return runs.stream().anyMatch(run -> losses(run).x().length > 0);
  }

  /** Whether any of the runs has a test error. */
  static boolean hasError(List<TrainingRun> runs) {
    return runs.stream().anyMatch(run -> errors(run).x().length > 0);
  }

  private static Figure draw(String id, String title, String yTitle, List<Curve> curves) {
    double end =
        curves.stream().mapToDouble(curve -> Timeline.of(curve.run()).end()).max().orElse(0);
    double top = top(curves);
    Unit unit = Unit.of(end);
    Plot plot =
        Plot.of(WIDTH, HEIGHT, "the run's own time (" + unit.name() + ")", yTitle)
            .spanning(0, Math.max(end, 1e-9) / unit.seconds(), 0, top);
    List<Double> t0s =
        curves.stream()
            .map(c -> c.run().record().t0())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    var description = new StringBuilder("At the end: ");
    for (Curve curve : curves) {
      double[] x = Arrays.stream(curve.x()).map(s -> s / unit.seconds()).toArray();
      plot.line(
          null, Palette.ofStrategy(curve.run().record().strategy()), stroke(curve), x, curve.y());
      if (x.length > 0) {
        double last = curve.y()[x.length - 1];
        plot.points(
            Palette.ofStrategy(curve.run().record().strategy()),
            Marks.shape(Math.max(0, t0s.indexOf(curve.run().record().t0()))),
            new double[] {x[x.length - 1]},
            new double[] {last});
        description.append(Words.run(curve.run())).append(' ').append(Words.fixed(last, 2));
        description.append(" after ").append(Words.fixed(x[x.length - 1], 1)).append(' ');
        description.append(unit.name()).append("; ");
      }
    }
    description.setLength(description.length() - 2);
    return new Figure(title, Svg.of(plot.chart(), id, title + " against time", description + "."));
  }

  /** The upper end of the vertical axis: a run that diverges leaves the picture, not the others. */
  private static double top(List<Curve> curves) {
    double largest = curves.stream().flatMapToDouble(c -> Arrays.stream(c.y())).max().orElse(1);
    double start =
        curves.stream().flatMapToDouble(c -> Arrays.stream(c.y()).limit(1)).max().orElse(1);
    return largest <= 0 ? 1 : start > 0 ? Math.min(largest, 2 * start) : largest;
  }

  private static BasicStroke stroke(Curve curve) {
    return curve.run().record().cache()
        ? Plot.dashed(1.8, 5, 3)
        : Plot.solid(Words.isBaseline(curve.run()) ? 2.6 : 1.8);
  }

  private static Curve losses(TrainingRun run) {
    Timeline time = Timeline.of(run);
    List<Metric.Step> steps = run.steps();
    int window = StepTimeFigure.window(run.record().steps());
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (MedianWindow median : MedianWindow.ofLoss(run, window)) {
      int middle = (median.firstStep() + median.lastStep()) / 2 - steps.get(0).step();
      x.add(time.afterStep(Math.max(0, Math.min(middle, steps.size() - 1))));
      y.add(median.median());
    }
    return new Curve(run, Plot.array(x), Plot.array(y));
  }

  private static Curve errors(TrainingRun run) {
    Timeline time = Timeline.of(run);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Metric.Evaluated> evaluations = run.evaluations();
    for (int e = 0; e < evaluations.size(); e++) {
      if (evaluations.get(e).errorPercent() != null) {
        x.add(time.afterEvaluation(e));
        y.add(evaluations.get(e).errorPercent());
      }
    }
    return new Curve(run, Plot.array(x), Plot.array(y));
  }
}
