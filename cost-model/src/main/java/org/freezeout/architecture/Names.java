package org.freezeout.architecture;

import java.util.regex.Pattern;

/** Names that people give. */
final class Names {

  private static final int MAX_LENGTH = 100;

  /**
   * What breaks a line, plays with a terminal or the direction of writing, or is half a character.
   */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

  private Names() {}

  /**
   * Checks a name.
   *
   * @param what for the message: {@code an architecture}, {@code a layer group}
   */
  static void check(String what, String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(what + " must have a name");
    }
    if (name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the name of "
              + what
              + " must have at most "
              + MAX_LENGTH
              + " characters, got '"
              + shortened(name)
              + "' with "
              + name.length());
    }
    if (UNPRINTABLE.matcher(name).find()) {
      throw new IllegalArgumentException(
          "the name of "
              + what
              + " must not hold line breaks or other control characters, got '"
              + oneLine(name)
              + "'");
    }
  }

  /** A text as one line that every terminal shows as it is meant. */
  static String oneLine(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ");
  }

  /** The start of a text as one line, for a message. */
  static String shortened(String text) {
    return text.length() > 60 ? oneLine(text.substring(0, 60)) + "…" : oneLine(text);
  }
}
