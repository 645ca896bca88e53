package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;

class PaletteTest {

  @Test
  void everyStrategyHasAColourOfItsOwn() {
    long different =
        Stream.concat(Stream.of("baseline"), Arrays.stream(Strategy.values()).map(Object::toString))
            .map(Palette::ofStrategy)
            .distinct()
            .count();
    assertEquals(Strategy.values().length + 1, different);
  }

  /** WCAG 2.1, 1.4.11 wants 3:1 for what is needed to understand a graphic. */
  @Test
  void linesStandOutFromWhite() {
    for (Strategy strategy : Strategy.values()) {
      double contrast = 1.05 / (luminance(Palette.ofStrategy(strategy.toString())) + 0.05);
      assertTrue(contrast >= 3, strategy + " has " + contrast);
    }
  }

  @Test
  void scaledStrategiesAreLighterThanUnscaledOnes() {
    for (String spacing : new String[] {"linear", "squared", "cubic"}) {
      assertTrue(
          luminance(Palette.ofStrategy(spacing + "-scaled"))
              > luminance(Palette.ofStrategy(spacing)));
    }
  }

  @Test
  void layersGetLighterFromFirstToLast() {
    double[] luminances =
        IntStream.range(0, 40).mapToDouble(i -> luminance(Palette.ofLayer(i, 40))).toArray();
    for (int i = 1; i < luminances.length; i++) {
      assertTrue(luminances[i] > luminances[i - 1], "layer " + i);
    }
    assertEquals(new Color(0x440154), Palette.ofLayer(0, 1));
    assertEquals(new Color(0x5ec962), Palette.ofLayer(7, 8));
    assertEquals("#440154", Palette.html(Palette.ofLayer(0, 2)));
  }

  /** Relative luminance as WCAG 2.1 defines it. */
  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(int value) {
    double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }
}
