package org.freezeout.report;

import java.util.regex.Pattern;

/** What stands in a cell of CSV: texts that no spreadsheet takes for a formula. */
public final class CsvCell {

  /** The signs that begin a formula, in full width too, behind what a spreadsheet may trim. */
  private static final Pattern FORMULA =
      Pattern.compile(
          "[\\s\\p{Z}\\p{C}]*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20].*", Pattern.DOTALL);

  /** What plays with a terminal or the direction of writing, line breaks aside. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\n\\r\\t]]");

  private CsvCell() {}

  /**
   * The content of a cell.
   *
   * @param value a text that may have come from a file, a number, or null
   * @return a text without control characters, behind an apostrophe where it would be a formula;
   *     anything else as it is
   */
  public static Object of(Object value) {
    if (!(value instanceof CharSequence text)) {
      return value;
    }
    String printable = UNPRINTABLE.matcher(text).replaceAll(" ");
    return FORMULA.matcher(printable).matches() ? "'" + printable : printable;
  }
}
