package org.freezeout.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;

/** The font of the figures, and whether there is one. */
public final class Fonts {

  private Fonts() {}

  /**
   * Checks that text can be drawn. Figures need a font; many servers and containers have none, and
   * a JDK says so late and in many ways.
   *
   * @throws IllegalArgumentException if it cannot, in one line that says what to install
   */
  public static void check() {
    try {
      width("0.8", plain(12));
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Seen with OpenJDK 17 and Temurin 25: InternalError, Error, RuntimeException from
      // fontconfig, UnsatisfiedLinkError for libfreetype, NoClassDefFoundError from then on.
      throw new IllegalArgumentException(
          "figures cannot be drawn: no fonts are installed; install fontconfig and a font, e.g."
              + " apt-get install fontconfig fonts-dejavu-core",
          e);
    }
  }

  static Font plain(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  static Font bold(int size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, size);
  }

  /** The width of a text in pixels. */
  static double width(String text, Font font) {
    return new TextLayout(text, font, new FontRenderContext(null, true, false)).getAdvance();
  }
}
