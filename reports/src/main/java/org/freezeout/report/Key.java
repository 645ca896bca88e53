package org.freezeout.report;

import java.awt.Color;

/**
 * An entry of a legend.
 *
 * @param name what it stands for
 * @param color of its line, as HTML writes it
 * @param dashes of its line, as SVG writes them; empty for a solid one
 */
record Key(String name, String color, String dashes) {

  static Key solid(String name, Color color) {
    return new Key(name, Palette.html(color), "");
  }

  static Key dashed(String name, Color color) {
    return new Key(name, Palette.html(color), "5 3");
  }
}
