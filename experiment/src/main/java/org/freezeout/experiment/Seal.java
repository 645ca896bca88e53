package org.freezeout.experiment;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last field of a file that holds a JSON object, {@code sha256}: SHA-256 over all that comes
 * before it. A file that was damaged since it was written shows it.
 */
final class Seal {

  private static final Pattern END =
      Pattern.compile(",\\R  \"sha256\" : \"([0-9a-f]{64})\"\\R}\\R\\z");

  private Seal() {}

  /** An object as indented JSON, sealed, and the end of the line. */
  static String on(String json) {
    int end = json.lastIndexOf('}');
    String newLine = System.lineSeparator();
    String content = json.substring(0, end).stripTrailing();
    return content
        + ","
        + newLine
        + "  \"sha256\" : \""
        + digest(content)
        + "\""
        + newLine
        + "}"
        + newLine;
  }

  /** Whether a text has one, good or bad. */
  static boolean isOn(String text) {
    return END.matcher(text).find();
  }

  /** Whether the seal of a text that has one is that of its content. */
  static boolean isGood(String text) {
    Matcher end = END.matcher(text);
    return end.find() && digest(text.substring(0, end.start())).equals(end.group(1));
  }

  /** A text that has a seal without it. */
  static String removed(String text) {
    return END.matcher(text).replaceFirst("\n}\n");
  }

  private static String digest(String content) {
    return HexFormat.of()
        .formatHex(Sha256.newDigest().digest(content.getBytes(StandardCharsets.UTF_8)));
  }
}
