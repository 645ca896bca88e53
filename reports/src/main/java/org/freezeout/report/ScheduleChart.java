package org.freezeout.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.freezeout.schedule.LayerwiseSchedule;
import org.knowm.xchart.XYChart;

/**
 * A picture of the learning-rate curves a_i(t) of one schedule, as an SVG or PNG file. Of more than
 * ten layers some at equal distances are drawn.
 */
public final class ScheduleChart {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;

  /** Pixels of a PNG for each pixel of the chart, so that it is sharp in print. */
  private static final int PNG_SCALE = 2;

  private ScheduleChart() {}

  /**
   * Checks that a file's name tells a format that can be written, and that text can be drawn.
   *
   * @param file ends in {@code .svg} or {@code .png}, in any case
   * @throws IllegalArgumentException if it does not, or there are no fonts
   */
  public static void check(Path file) {
    extension(file);
    Fonts.check();
  }

  /**
   * Writes the curves of numbered layers.
   *
   * @param schedule the schedule
   * @param title stands above the curves
   * @param file the picture; ends in {@code .svg} or {@code .png}
   * @throws IllegalArgumentException as {@link #check}
   */
  public static void write(LayerwiseSchedule schedule, String title, Path file) throws IOException {
    write(
        schedule,
        IntStream.range(0, schedule.size()).mapToObj(layer -> "layer " + layer).toList(),
        title,
        file);
  }

  /**
   * Writes the curves of named layers.
   *
   * @param schedule the schedule
   * @param layerNames a name for each layer
   * @param title stands above the curves
   * @param file the picture; ends in {@code .svg} or {@code .png}
   * @throws IllegalArgumentException as {@link #check}, or if the names are not as many as the
   *     layers
   */
  public static void write(
      LayerwiseSchedule schedule, List<String> layerNames, String title, Path file)
      throws IOException {
    if (layerNames.size() != schedule.size()) {
      throw new IllegalArgumentException(
          "there must be " + schedule.size() + " layer names, got " + layerNames.size());
    }
    check(file);
    XYChart chart =
        RateFigure.plot(WIDTH, HEIGHT, schedule, layerNames, null, RateFigure.largestRate(schedule))
            .titled(title)
            .withLegend()
            .chart();
    AtomicFile.write(file, extension(file).equals("svg") ? svg(chart, title) : png(chart));
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!name.contains(".") || !List.of("svg", "png").contains(extension)) {
      throw new IllegalArgumentException("chart file must end in .svg or .png, got " + file);
    }
    return extension;
  }

  private static byte[] svg(XYChart chart, String title) {
    String description = "Learning rate against progress, one curve for each layer.";
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + Svg.of(chart, "schedule", title, description)
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] png(XYChart chart) throws IOException {
    var image =
        new BufferedImage(WIDTH * PNG_SCALE, HEIGHT * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(PNG_SCALE, PNG_SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
