package org.freezeout.report;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.freezeout.cost.PaperCost;
import org.freezeout.experiment.ComparisonRow;

/**
 * Predicted and measured savings: for each strategy a bar for every cost model and one for the
 * measurement, with its 90 % interval, one below the other.
 */
final class SavingFigure {

  private static final int WIDTH = 440;
  private static final int BAR_HEIGHT = 19;
  private static final int AXIS_HEIGHT = 60;

  /** Roughly what the axis and the padding take of the width, in pixels. */
  private static final int MARGIN = 40;

  private static final int GAP = 6;
  private static final Font FONT = Fonts.plain(Plot.TEXT_SIZE);

  private record Bar(
      String label, Double value, Double low, Double high, Color color, boolean measured) {
    double start() {
      return Math.max(0, high == null ? value : high);
    }
  }

  private SavingFigure() {}

  /** Draws the savings of all rows, in percent. */
  static Figure of(List<ComparisonRow> rows) {
    List<List<Bar>> groups = rows.stream().map(SavingFigure::bars).toList();
    List<Bar> bars = groups.stream().flatMap(List::stream).filter(b -> b.value() != null).toList();
    double smallest = 0;
    double largest = 0.01;
    double labels = 0;
    for (Bar bar : bars) {
      smallest =
          Math.min(smallest, bar.low() == null ? bar.value() : Math.min(bar.low(), bar.value()));
      largest = Math.max(largest, bar.start());
      labels = Math.max(labels, Fonts.width(bar.label(), FONT) + 2 * GAP);
    }
    int lines = groups.stream().mapToInt(group -> group.size() + 2).sum();
    double spared = Math.max(0.2, 1 - labels / (WIDTH - MARGIN));
    double end = smallest + (largest - smallest) / spared;
    Plot plot =
        Plot.of(WIDTH, lines * BAR_HEIGHT + AXIS_HEIGHT, "saving (% of the baseline's time)", "")
            .spanning(100 * smallest, 100 * end, -lines, 0)
            .withoutVerticalScale();
    plot.line(null, Palette.QUIET, Plot.solid(1), new double[] {0, 0}, new double[] {-lines, 0});
    double y = -0.75;
    for (int r = 0; r < rows.size(); r++) {
      String name = Words.run(rows.get(r));
      plot.label(name, 0, y, GAP, Fonts.bold(Plot.TEXT_SIZE), Palette.TEXT);
      for (Bar bar : groups.get(r)) {
        y--;
        draw(plot, bar, y);
      }
      y -= 2;
    }
    return new Figure(
        "", Svg.of(plot.chart(), "savings", "Predicted and measured savings", description(rows)));
  }

  private static void draw(Plot plot, Bar bar, double y) {
    double start = 0;
    if (bar.value() != null) {
      double value = 100 * bar.value();
      plot.line(
          null,
          bar.color(),
          Plot.solid(BAR_HEIGHT - 5),
          new double[] {0, value},
          new double[] {y, y});
      start = 100 * bar.start();
      if (bar.low() != null && bar.high() != null) {
        double[] ends = {100 * bar.low(), 100 * bar.high()};
        plot.line(null, Palette.TEXT, Plot.solid(1.5), ends, new double[] {y, y});
        plot.points(Palette.TEXT, Marks.bar(9), ends, new double[] {y, y});
      }
    }
    Font font = bar.measured() ? Fonts.bold(Plot.TEXT_SIZE) : FONT;
    plot.label(bar.label(), start, y, GAP, font, Palette.TEXT);
  }

  private static List<Bar> bars(ComparisonRow row) {
    List<Bar> bars = new ArrayList<>();
    for (Map.Entry<String, Double> model : row.predicted().entrySet()) {
      boolean calibrated = model.getKey().equals("calibrated");
      String label = model.getKey() + " " + Words.percent(model.getValue());
      bars.add(
          new Bar(
              label,
              model.getValue(),
              calibrated ? row.predictedLow() : null,
              calibrated ? row.predictedHigh() : null,
              model.getKey().equals(PaperCost.NAME) ? Palette.PALE : Palette.MIDDLE,
              false));
    }
    String interval =
        row.measuredSavingLow() == null
            ? ""
            : " (" + Words.interval(row.measuredSavingLow(), row.measuredSavingHigh()) + ")";
    bars.add(
        new Bar(
            row.measuredSaving() == null
                ? Words.NOT_MEASURED + " (" + row.status() + ")"
                : "measured " + Words.percent(row.measuredSaving()) + interval,
            row.measuredSaving(),
            row.measuredSavingLow(),
            row.measuredSavingHigh(),
            Palette.ofStrategy(row.strategy()),
            true));
    return bars;
  }

  private static String description(List<ComparisonRow> rows) {
    var text = new StringBuilder();
    for (ComparisonRow row : rows) {
      text.append(Words.run(row)).append(": ");
      bars(row).forEach(bar -> text.append(bar.label()).append(", "));
      text.setLength(text.length() - 2);
      text.append(". ");
    }
    return text.toString().strip();
  }
}
