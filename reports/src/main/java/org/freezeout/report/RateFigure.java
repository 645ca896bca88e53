package org.freezeout.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.freezeout.schedule.LayerwiseSchedule;

/**
 * The learning rates a_i(t) of the layers under one schedule, as in figure 1 of the paper: a curve
 * for each layer, from dark for the first to light for the last.
 */
final class RateFigure {

  /** More curves than these cannot be told apart. */
  private static final int MOST_CURVES = 10;

  private static final int POINTS = 60;

  private RateFigure() {}

  /**
   * The layers whose curves are drawn: all, or some at equal distances, first and last included.
   */
  static List<Integer> shown(int layers) {
    int curves = Math.min(layers, MOST_CURVES);
    return IntStream.range(0, curves)
        .mapToObj(c -> curves == 1 ? 0 : Math.round((float) c * (layers - 1) / (curves - 1)))
        .toList();
  }

  /** The largest rate of any layer. */
  static double largestRate(LayerwiseSchedule schedule) {
    return IntStream.range(0, schedule.size()).mapToDouble(schedule::initialRate).max().orElse(0);
  }

  /** A legend of the curves. */
  static List<Key> legend(List<String> names) {
    return shown(names.size()).stream()
        .map(layer -> Key.solid(names.get(layer), Palette.ofLayer(layer, names.size())))
        .toList();
  }

  /**
   * Draws the curves.
   *
   * @param names of the layers
   * @param reference rates that are drawn dashed behind, or null
   * @param largestRate the upper end of the vertical axis
   */
  static Plot plot(
      int width,
      int height,
      LayerwiseSchedule schedule,
      List<String> names,
      LayerwiseSchedule reference,
      double largestRate) {
    Plot plot =
        Plot.of(width, height, "progress t", "learning rate").spanning(0, 1, 0, largestRate * 1.02);
    if (reference != null) {
      curve(plot, null, reference, 0, Palette.QUIET, Plot.dashed(1.3, 5, 3));
    }
    for (int layer : shown(schedule.size())) {
      curve(
          plot,
          names.get(layer),
          schedule,
          layer,
          Palette.ofLayer(layer, schedule.size()),
          Plot.solid(1.8));
    }
    return plot;
  }

  private static void curve(
      Plot plot,
      String name,
      LayerwiseSchedule schedule,
      int layer,
      Color color,
      BasicStroke stroke) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int point = 0; point <= POINTS; point++) {
      double t = schedule.freezeTime(layer) * point / POINTS;
      x.add(t);
      y.add(schedule.rate(layer, t));
    }
    plot.line(name, color, stroke, Plot.array(x), Plot.array(y));
  }
}
