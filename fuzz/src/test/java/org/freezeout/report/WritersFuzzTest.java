package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.RunStatus;
import org.freezeout.fuzz.Hostile;

/** Texts from files in what is written of them: they stay text wherever they are read. */
class WritersFuzzTest {

  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  /** What spreadsheets take for the start of a formula. */
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  /** An element of HTML with its attributes' names, as a browser begins one. */
  private static final Pattern ELEMENT = Pattern.compile("</?[A-Za-z!?]");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.longs()
        .map(
            seed -> {
              var random = new Random(seed);
              String text = Hostile.text(random);
              return random.nextInt(4) > 0 ? text : text + Hostile.text(random);
            });
  }

  @Property
  void noCellIsAFormula(@ForAll("texts") String text) throws IOException {
    CSVRecord record =
        CSV.parse(new StringReader(ComparisonCsv.of(List.of(row(text))))).getRecords().get(0);
    assertEquals(record.getParser().getHeaderNames().size(), record.size());
    for (String column : List.of("strategy", "failure", "engine", "device", "run")) {
      String cell = record.get(column);
      assertTrue(cell.isEmpty() || FORMULA.indexOf(cell.charAt(0)) < 0, cell);
      String trimmed = cell.replaceAll("^[\\s\\p{Z}\\p{C}]+", "");
      assertTrue(trimmed.isEmpty() || FORMULA.indexOf(trimmed.charAt(0)) < 0, cell);
      assertFalse(CONTROL.matcher(cell.replaceAll("[\r\n\t]", "")).find(), cell);
    }
  }

  /** No character that means something to Markdown or HTML stands there without its escape. */
  @Property
  void noValueIsMarkdown(@ForAll("texts") String text) {
    String escaped = MarkdownOutput.escaped(text);
    assertFalse(CONTROL.matcher(escaped).find(), escaped);
    assertFalse(escaped.contains("<"), escaped);
    for (int i = 0; i < escaped.length(); i++) {
      if ("|`*_[]#~!$".indexOf(escaped.charAt(i)) >= 0) {
        assertTrue(backslashesBefore(escaped, i) % 2 == 1, escaped);
      }
    }
  }

  /** The facts of a page, every value of which is from files; elements are those of any value. */
  @Property
  void noValueIsHtml(@ForAll("texts") String text) {
    String html = Templates.html("facts.jte", List.of(new Fact(text, text)));
    String harmless = Templates.html("facts.jte", List.of(new Fact("a", "b")));
    assertEquals(
        ELEMENT.matcher(harmless).results().count(), ELEMENT.matcher(html).results().count());
    assertFalse(
        Stream.of("<script", "<img", "onerror=\"", "</title").anyMatch(html::contains), html);
  }

  private static int backslashesBefore(String text, int at) {
    int count = 0;
    while (at - count > 0 && text.charAt(at - count - 1) == '\\') {
      count++;
    }
    return count;
  }

  private static ComparisonRow row(String text) {
    return new ComparisonRow(
        text,
        0.8,
        Map.of("gradient", 0.17),
        null,
        null,
        -0.1,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        RunStatus.FAILED,
        text,
        text,
        text,
        text);
  }
}
