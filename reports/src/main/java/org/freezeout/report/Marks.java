package org.freezeout.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import org.knowm.xchart.style.markers.Circle;
import org.knowm.xchart.style.markers.Diamond;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.Square;
import org.knowm.xchart.style.markers.TriangleUp;

/** Marks at points of a plot. */
final class Marks {

  private static final Marker[] SHAPES = {
    new Circle(), new Square(), new TriangleUp(), new Diamond()
  };

  private Marks() {}

  /** A shape that tells the n-th of several things from the others. */
  static Marker shape(int n) {
    return SHAPES[n % SHAPES.length];
  }

  /** A short upright bar with its middle on the point. */
  static Marker bar(int height) {
    return new Marker() {
      @Override
      public void paint(Graphics2D graphics, double x, double y, int size) {
        graphics.setStroke(new BasicStroke(1.5f));
        graphics.draw(new Line2D.Double(x, y - height / 2.0, x, y + height / 2.0));
      }
    };
  }
}
