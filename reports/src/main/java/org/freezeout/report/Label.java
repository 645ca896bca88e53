package org.freezeout.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import org.knowm.xchart.internal.chartpart.Annotation;

/** A text in a chart that begins at a data point; the library's own are centred on it. */
final class Label extends Annotation {

  private final String text;
  private final double x;
  private final double y;
  private final int offset;
  private final Font font;
  private final Color color;

  /**
   * A text.
   *
   * @param x data coordinate of its left end
   * @param y data coordinate of its middle
   * @param offset pixels to the right of x
   */
  Label(String text, double x, double y, int offset, Font font, Color color) {
    super(false);
    this.text = text;
    this.x = x;
    this.y = y;
    this.offset = offset;
    this.font = font;
    this.color = color;
  }

  @Override
  public void paint(Graphics2D graphics) {
    Shape outline = new TextLayout(text, font, graphics.getFontRenderContext()).getOutline(null);
    double middle = new TextLayout("x0", font, graphics.getFontRenderContext()).getBounds().getY();
    graphics.setColor(color);
    AffineTransform before = graphics.getTransform();
    graphics.translate(getXAxisScreenValue(x) + offset, getYAxisScreenValue(y) - middle / 2);
    graphics.fill(outline);
    graphics.setTransform(before);
  }
}
