package org.freezeout.report;

import java.awt.Color;
import java.util.Map;
import org.freezeout.schedule.UniformAnnealing;

/**
 * The colours of all figures. A strategy has the same one everywhere: the hue tells the spacing,
 * the lightness the scaling, and people who see few colours can tell them apart (after Okabe and
 * Ito, "Color Universal Design", 2008, darkened for lines on white).
 */
final class Palette {

  static final Color TEXT = new Color(0x22, 0x22, 0x22);
  static final Color QUIET = new Color(0x6b, 0x6b, 0x6b);
  static final Color GRID = new Color(0xe2, 0xe2, 0xe2);
  static final Color PALE = new Color(0xd4, 0xd4, 0xd4);
  static final Color MIDDLE = new Color(0xa6, 0xa6, 0xa6);

  private static final Map<String, Color> STRATEGIES =
      Map.of(
          UniformAnnealing.NAME,
          QUIET,
          "linear",
          new Color(0x00, 0x5f, 0xa3),
          "linear-scaled",
          new Color(0x37, 0x96, 0xd1),
          "squared",
          new Color(0x00, 0x7a, 0x5a),
          "squared-scaled",
          new Color(0xb8, 0x5c, 0x93),
          "cubic",
          new Color(0xc2, 0x4a, 0x00),
          "cubic-scaled",
          new Color(0xc9, 0x85, 0x00));

  /**
   * Knots of the colour map viridis from dark to light without its pale end, at equal distances; by
   * Stéfan van der Walt and Nathaniel Smith, released under CC0.
   */
  private static final int[] RAMP = {
    0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962
  };

  private Palette() {}

  /** The colour of a strategy, dark for one that is not known. */
  static Color ofStrategy(String strategy) {
    return STRATEGIES.getOrDefault(strategy, TEXT);
  }

  /** The colour of a layer: even steps of it look like even steps. */
  static Color ofLayer(int layer, int layers) {
    double place = layers == 1 ? 0 : (double) layer / (layers - 1) * (RAMP.length - 1);
    int knot = Math.min((int) place, RAMP.length - 2);
    Color from = new Color(RAMP[knot]);
    Color to = new Color(RAMP[knot + 1]);
    double share = place - knot;
    return new Color(
        between(from.getRed(), to.getRed(), share),
        between(from.getGreen(), to.getGreen(), share),
        between(from.getBlue(), to.getBlue(), share));
  }

  /** A colour as HTML writes it. */
  static String html(Color color) {
    return String.format("#%06x", color.getRGB() & 0xffffff);
  }

  private static int between(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }
}
