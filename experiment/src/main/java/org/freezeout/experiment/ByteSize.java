package org.freezeout.experiment;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers of bytes as people write and read them, in powers of 1024 as the JVM counts. */
public final class ByteSize {

  private static final String UNITS = "kmgt";

  private ByteSize() {}

  /**
   * Reads a size: a number of bytes, or a number with k, m, g or t behind it, such as {@code 512m}
   * or {@code 1.5g}.
   *
   * @throws IllegalArgumentException if the text is none, or too large for a {@code long}
   */
  public static long parse(String text) {
    if (!text.matches("(?i)\\d{1,18}(\\.\\d{1,9})?[kmgt]|\\d{1,18}")) {
      throw new IllegalArgumentException(
          "a size is a number of bytes, or a number with k, m, g or t, such as 4g, got '"
              + text
              + "'");
    }
    int unit = UNITS.indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
    if (unit < 0) {
      return Long.parseLong(text);
    }
    BigDecimal bytes =
        new BigDecimal(text.substring(0, text.length() - 1))
            .multiply(BigDecimal.valueOf(1L << 10 * (unit + 1)));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("a size must be below 8 EiB, got " + text);
    }
    return bytes.longValue();
  }

  /** In bytes, KiB, MiB, GiB or TiB. */
  public static String text(long bytes) {
    int unit = 0;
    while (unit < UNITS.length() && bytes >= 1L << 10 * (unit + 1)) {
      unit++;
    }
    return unit == 0
        ? bytes + " bytes"
        : String.format(
            Locale.ROOT,
            "%.1f %siB",
            bytes / (double) (1L << 10 * unit),
            UNITS.substring(unit - 1, unit).toUpperCase(Locale.ROOT));
  }
}
