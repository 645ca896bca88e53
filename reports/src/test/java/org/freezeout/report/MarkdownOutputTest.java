package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownOutputTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      value = {
        "cubic-scaled, t₀ 0.8 → cubic-scaled, t₀ 0.8",
        "a|b → a\\|b",
        "<script>alert(1)</script> → &lt;script\\>alert(1)&lt;/script\\>",
        "*bold* _it_ `code` ~no~ → \\*bold\\* \\_it\\_ \\`code\\` \\~no\\~",
        "[a](http://x) ![b](y) → \\[a\\](http://x) \\!\\[b\\](y)",
        "# a \\ b &amp; → \\# a \\\\ b &amp;amp;",
      })
  void valuesCannotBecomeMarkup(String value, String escaped) {
    assertEquals(escaped, MarkdownOutput.escaped(value));
  }

  @Test
  void valuesStayOnTheirLine() {
    assertEquals("a b c", MarkdownOutput.escaped("a\r\nb\tc"));
    assertEquals("a b c d", MarkdownOutput.escaped("a\u0085b\u2028c\u202ed"));
  }

  @Test
  void onlyValuesAreEscaped() {
    var output = new MarkdownOutput();
    output.writeContent("| ");
    output.writeUserContent("x|y");
    output.writeUserContent(7);
    output.writeContent(" |");
    assertEquals("| x\\|y7 |", output.toString());
  }
}
