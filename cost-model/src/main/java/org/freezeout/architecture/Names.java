package org.freezeout.architecture;

/** Names that people give. */
final class Names {

  private static final int MAX_LENGTH = 100;

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
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the name of " + what + " must not hold line breaks or other control characters");
    }
  }

  /** The start of a text, for a message. */
  static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
