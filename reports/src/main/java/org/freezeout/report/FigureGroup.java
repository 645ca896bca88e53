package org.freezeout.report;

import java.util.List;

/**
 * Figures that belong together.
 *
 * @param heading what they show
 * @param explanation how to read them
 * @param legend what the colours stand for; empty where the figures say it themselves
 * @param figures one or several panels
 * @param wide whether a figure takes the whole width of the page
 */
record FigureGroup(
    String heading, String explanation, List<Key> legend, List<Figure> figures, boolean wide) {

  FigureGroup {
    legend = List.copyOf(legend);
    figures = List.copyOf(figures);
  }
}
