package org.freezeout.onnx;

/** Names of a file in messages. */
final class Texts {

  private static final int MAX_LENGTH = 80;

  private Texts() {}

  /** A name in quotes, on one line, its start where it is long. */
  static String quoted(String name) {
    return "'" + line(name) + "'";
  }

  /** A name on one line, its start where it is long. */
  static String line(String name) {
    String line = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
  }
}
