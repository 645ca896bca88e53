package org.freezeout.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.None;

/** A chart with two axes in the look of all our figures. */
final class Plot {

  static final int TEXT_SIZE = 12;

  /** Part of the plot area that data may fill; labels of ticks on its very edge would be lost. */
  private static final double CONTENT = 0.96;

  private static final Marker NO_MARKER = new None();

  private final XYChart chart;
  private int series;

  private Plot(XYChart chart) {
    this.chart = chart;
  }

  /**
   * An empty plot.
   *
   * @param width in pixels at which {@link #TEXT_SIZE} is readable
   * @param height in pixels
   * @param xTitle title of the horizontal axis, with its unit
   * @param yTitle title of the vertical axis, with its unit; empty for none
   */
  static Plot of(int width, int height, String xTitle, String yTitle) {
    var chart = new XYChart(width, height);
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(Palette.TEXT);
    style.setChartPadding(6);
    style.setChartTitleVisible(false);
    style.setLegendVisible(false);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotMargin(2);
    style.setPlotContentSize(CONTENT);
    style.setPlotGridLinesColor(Palette.GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setPlotGridVerticalLinesVisible(false);
    style.setPlotTicksMarksVisible(false);
    style.setAxisTicksLineVisible(false);
    style.setAxisTicksMarksVisible(false);
    style.setAxisTickLabelsFont(Fonts.plain(TEXT_SIZE));
    style.setAxisTickLabelsColor(Palette.TEXT);
    style.setAxisTitleFont(Fonts.plain(TEXT_SIZE));
    style.setAxisTitlePadding(8);
    style.setAxisTickPadding(6);
    style.setXAxisTickMarkSpacingHint(64);
    style.setYAxisTickMarkSpacingHint(44);
    style.setYAxisLabelAlignment(TextAlignment.Right);
    style.setxAxisTickLabelsFormattingFunction(Plot::tick);
    style.setyAxisTickLabelsFormattingFunction(Plot::tick);
    style.setMarkerSize(6);
    style.setLocale(Locale.ROOT);
    return new Plot(chart);
  }

  /** Sets what the axes span. */
  Plot spanning(double xMin, double xMax, double yMin, double yMax) {
    XYStyler style = chart.getStyler();
    style.setXAxisMin(xMin).setXAxisMax(xMax).setYAxisMin(yMin).setYAxisMax(yMax);
    // Where all values of a chart are equally spaced, the library puts its ticks on them, round or
    // not. These three points, which are not drawn, see to it that they never are.
    add(
            null,
            new double[] {xMin, xMin + 0.37 * (xMax - xMin), xMax},
            new double[] {yMin, yMin + 0.37 * (yMax - yMin), yMax})
        .setLineStyle(SeriesLines.NONE);
    return this;
  }

  /** Writes a title above the plot. */
  Plot titled(String title) {
    chart.setTitle(title);
    chart.getStyler().setChartTitleVisible(true);
    chart.getStyler().setChartTitleFont(Fonts.bold(TEXT_SIZE + 2));
    chart.getStyler().setChartTitlePadding(8);
    return this;
  }

  /** Shows the names of {@link #line} beside the plot. */
  Plot withLegend() {
    XYStyler style = chart.getStyler();
    style.setLegendVisible(true);
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendBackgroundColor(Color.WHITE);
    style.setLegendFont(Fonts.plain(TEXT_SIZE));
    style.setLegendSeriesLineLength(22);
    return this;
  }

  /** Hides the labels and grid of the vertical axis. */
  Plot withoutVerticalScale() {
    XYStyler style = chart.getStyler();
    style.setYAxisTicksVisible(false);
    style.setPlotGridHorizontalLinesVisible(false);
    style.setPlotGridVerticalLinesVisible(true);
    return this;
  }

  /** Draws a line through points, unless there is none. */
  Plot line(String name, Color color, BasicStroke stroke, double[] x, double[] y) {
    if (x.length > 0) {
      add(name, x, y).setLineColor(color).setLineStyle(stroke);
    }
    return this;
  }

  /** Draws a line that keeps its value until the next point. */
  Plot steps(Color color, BasicStroke stroke, double[] x, double[] y) {
    if (x.length > 0) {
      XYSeries line = add(null, x, y);
      line.setLineColor(color).setLineStyle(stroke);
      line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
    }
    return this;
  }

  /** Draws a mark at each point. */
  Plot points(Color color, Marker marker, double[] x, double[] y) {
    if (x.length > 0) {
      XYSeries marks = add(null, x, y);
      marks.setMarker(marker).setMarkerColor(color).setLineStyle(SeriesLines.NONE);
    }
    return this;
  }

  /** Writes a text to the right of a point. */
  Plot label(String text, double x, double y, int offset, Font font, Color color) {
    chart.addAnnotation(new Label(text, x, y, offset, font, color));
    return this;
  }

  XYChart chart() {
    return chart;
  }

  static BasicStroke solid(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
  }

  static BasicStroke dashed(double width, double dash, double gap) {
    return new BasicStroke(
        (float) width,
        BasicStroke.CAP_BUTT,
        BasicStroke.JOIN_ROUND,
        1,
        new float[] {(float) dash, (float) gap},
        0);
  }

  static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A number at a tick: short, and with a minus sign that looks like one. */
  private static String tick(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(8)).stripTrailingZeros();
    boolean plain = Math.abs(value) < 1e7 && rounded.scale() < 8;
    return (plain ? rounded.toPlainString() : rounded.toString()).replace('-', '\u2212');
  }

  /** The library wants unique names; what people see is the label. */
  private XYSeries add(String name, double[] x, double[] y) {
    XYSeries added = chart.addSeries("series " + series++, x, y);
    added.setMarker(NO_MARKER);
    added.setShowInLegend(name != null);
    if (name != null) {
      added.setLabel(name);
    }
    return added;
  }
}
