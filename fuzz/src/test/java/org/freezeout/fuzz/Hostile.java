package org.freezeout.fuzz;

import java.util.List;
import java.util.Random;

/** Values that have broken programs before. */
public final class Hostile {

  /** As JSON writes them, and some that JSON does not know. */
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "2",
          "7",
          "255",
          "65535",
          "65536",
          "1000000",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "0.5",
          "1e-300",
          "4.9e-324",
          "1e-400",
          "1e300",
          "1.7976931348623157e308",
          "1e309",
          "-1e309",
          "1e999999999",
          "1e-999999999",
          "0.1e1",
          "1.0",
          "3.7",
          "NaN",
          "Infinity",
          "-Infinity",
          "+1",
          "01",
          "0x10",
          "1_000",
          "1e",
          "--1",
          "1" + "0".repeat(400),
          "9".repeat(2000),
          "0." + "1".repeat(3000));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "NaN",
          "Infinity",
          "-1",
          "1e309",
          "null",
          "true",
          "baseline",
          "finished",
          "failed",
          "wrn-16-4",
          "../../../etc/passwd",
          "..",
          ".",
          "/etc/passwd",
          "/dev/zero",
          "a/b",
          "a\\b",
          "C:\\x",
          "~",
          "\u0000",
          "a\u0000b",
          "a\nb",
          "a\r\nb",
          "\u001b[2J\u001b]0;title\u0007",
          "\u009b31m",
          "\u0085next",
          "a\u2028b\u2029c",
          "\u202egnp.exe",
          "\ufeffx",
          "\ud800",
          "\udc00\ud800",
          "\ud83d\ude00",
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "</title></svg>",
          "&lt;&#0;",
          "javascript:alert(1)",
          "=1+1",
          "+1",
          "-1+1",
          "@SUM(A1)",
          "\t=1",
          "\r=1",
          " =1",
          "\u00a0=1",
          "a|b",
          "`a`",
          "```",
          "*a* _b_ [c](d)",
          "# a",
          "- a",
          "1. a",
          "${x}",
          "%s%n%d",
          "$(id)",
          "`id`",
          "'; rm -rf ~; '",
          "--help",
          "-",
          "3x32x32",
          "0x0x0",
          "99999x99999x99999",
          "-3x-32x-32",
          "2026-11-25T00:00:00Z",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "x".repeat(101),
          "long ".repeat(5000),
          "ä".repeat(3000),
          " ".repeat(20_000));

  private Hostile() {}

  /** A number. */
  public static String number(Random random) {
    return NUMBERS.get(random.nextInt(NUMBERS.size()));
  }

  /** A text, not yet written as JSON. */
  public static String text(Random random) {
    if (random.nextInt(8) == 0) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      return text.toString();
    }
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return random.nextInt(6) == 0 ? text + TEXTS.get(random.nextInt(TEXTS.size())) : text;
  }
}
