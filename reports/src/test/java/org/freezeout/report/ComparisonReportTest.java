package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.Json;
import org.freezeout.experiment.RunStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The report of a comparison of the paper's four strategies, whatever they were. */
class ComparisonReportTest {

  @TempDir static Path folder;
  private static String html;
  private static Document page;

  @BeforeAll
  static void write() throws Exception {
    Fixture.assumeFonts();
    Path comparison = Samples.comparison(folder.resolve("c"), new FakeBackend());
    html = Files.readString(ComparisonReport.write(comparison));
    page = Fixture.page(html);
  }

  @Test
  void theTableHoldsTheNumbersOfTheJson() throws Exception {
    ComparisonRow[] rows = Json.read(folder.resolve("c/comparison.json"), ComparisonRow[].class);
    List<Map<String, String>> table = table(page);
    assertEquals(4, rows.length);
    assertEquals(1 + rows.length, table.size());
    for (int i = 0; i < rows.length; i++) {
      ComparisonRow row = rows[i];
      Map<String, String> cells = table.get(i + 1);
      assertEquals(row.strategy(), cells.get("strategy"));
      assertEquals(row.t0(), Double.parseDouble(cells.get("t₀")));
      assertNumber(100 * row.predicted().get("paper"), cells.get("predicted, paper"), 0.05);
      assertNumber(100 * row.predicted().get("gradient"), cells.get("predicted, gradient"), 0.05);
      String[] measured = cells.get("measured").split("%")[0].split(" ");
      assertNumber(100 * row.measuredSaving(), measured[0], 0.05);
      assertNumber(100 * row.measuredCpuSaving(), cells.get("saving in CPU time"), 0.05);
      assertNumber(100 * row.totalSaving(), cells.get("saving in the whole run"), 0.05);
      assertNumber(
          100 * (row.measuredSaving() - row.predicted().get("gradient")),
          cells.get("measured − gradient, points"),
          0.05);
      assertNumber(row.errorPercent(), cells.get("test error"), 0.005);
      assertNumber(
          row.errorPercent() - row.baselineErrorPercent(),
          cells.get("error − baseline, points"),
          0.005);
      assertEquals("finished", cells.get("status"));
      assertTrue(
          html.contains(Words.interval(row.measuredSavingLow(), row.measuredSavingHigh())),
          "interval of " + row.strategy());
    }
  }

  @Test
  void renderingAgainGivesTheSameBytes() throws Exception {
    Map<String, byte[]> before = new HashMap<>();
    for (String name : List.of("report.html", "report.md", "comparison.csv")) {
      before.put(name, Files.readAllBytes(folder.resolve("c").resolve(name)));
      Files.delete(folder.resolve("c").resolve(name));
    }
    ComparisonReport.write(folder.resolve("c"));
    for (Map.Entry<String, byte[]> file : before.entrySet()) {
      assertArrayEquals(
          file.getValue(), Files.readAllBytes(folder.resolve("c").resolve(file.getKey())));
    }
  }

  @Test
  void everyFigureIsWellFormedAndDescribed() throws Exception {
    List<String> figures = Fixture.figures(html);
    assertEquals(1 + 4 + 2 + 4, figures.size());
    for (String figure : figures) {
      Element svg = Fixture.xml(figure).getDocumentElement();
      assertEquals("img", svg.getAttribute("role"));
      assertTrue(svg.getAttribute("viewBox").matches("0 0 \\d+ \\d+"));
      assertEquals("title", svg.getFirstChild().getNodeName());
      assertEquals("desc", svg.getFirstChild().getNextSibling().getNodeName());
      assertFalse(svg.getFirstChild().getNextSibling().getTextContent().isBlank());
      assertFalse(figure.contains("NaN"), svg.getTextContent());
      assertFalse(figure.contains("Infinity"), svg.getTextContent());
    }
  }

  @Test
  void identifiersAreUniqueOnThePageAndReferencesResolve() {
    Set<String> ids = new HashSet<>();
    List<String> references = new ArrayList<>();
    NodeList elements = page.getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      if (element.hasAttribute("id")) {
        assertTrue(ids.add(element.getAttribute("id")), element.getAttribute("id"));
      }
      if (element.hasAttribute("clip-path")) {
        references.add(element.getAttribute("clip-path").replaceAll("url\\(#(.*)\\)", "$1"));
      }
      if (element.hasAttribute("aria-labelledby")) {
        references.addAll(List.of(element.getAttribute("aria-labelledby").split(" ")));
      }
    }
    assertFalse(references.isEmpty());
    references.forEach(reference -> assertTrue(ids.contains(reference), reference));
  }

  @Test
  void thePageNeedsNothingButItself() {
    assertFalse(html.matches("(?s).*(<script|<link|<img|<iframe|src=|href=|@import|@font-face).*"));
    assertEquals(
        Set.of("http://www.w3.org/2000/svg"),
        new HashSet<>(
            Pattern.compile("https?://[^\"\\s<]*")
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .toList()));
  }

  @Test
  void figuresNameTheSavings() throws Exception {
    ComparisonRow row = Comparison.read(folder.resolve("c")).rows().get(2);
    String savings = Fixture.figures(html).get(0);
    assertTrue(savings.contains("gradient " + Words.percent(row.gradient())));
    assertTrue(savings.contains("measured " + Words.percent(row.measuredSaving())));
  }

  @Test
  void nothingIsExplainedWherePredictionsHold() {
    assertFalse(html.contains("Why the measured saving is not the predicted one"));
    assertFalse(html.contains("role=\"alert\""));
  }

  @Test
  void theMarkdownHoldsTheSameTable() throws Exception {
    String markdown = Files.readString(folder.resolve("c/report.md"));
    List<String> lines =
        markdown.lines().dropWhile(line -> !line.equals("## Results")).skip(2).limit(7).toList();
    assertTrue(lines.get(0).startsWith("| Strategy |"));
    int columns = lines.get(0).split("\\|", -1).length;
    for (String line : lines) {
      assertEquals(columns, line.split("\\|", -1).length, line);
    }
    Map<String, String> cubic = table(page).get(3);
    assertTrue(lines.get(5).contains(" " + cubic.get("measured − gradient, points") + " "));
    assertTrue(lines.get(5).startsWith("| cubic | 0.8 | " + cubic.get("predicted, paper")));
  }

  @Test
  void aFailedRunIsShownWithItsReasonAndTheRestIsComplete() throws Exception {
    Path failed =
        Samples.comparison(folder.resolve("failed"), new FakeBackend().failingAboveRate(0.19));
    ComparisonRow row = Comparison.read(failed).rows().get(3);
    assertEquals(RunStatus.FAILED, row.status());

    String report = Files.readString(ComparisonReport.write(failed));
    List<Map<String, String>> table = table(Fixture.page(report));
    assertEquals("not measured", table.get(4).get("measured"));
    assertEquals("–", table.get(4).get("saving in CPU time"));
    assertEquals("–", table.get(4).get("test error"));
    assertEquals("failed after 21 of 300 steps", table.get(4).get("status"));
    assertEquals("finished", table.get(3).get("status"));
    assertTrue(report.contains("failed after 21 of 300 steps: " + row.failure()));
    assertTrue(report.contains("1 of 4 runs with freezing did not finish"));
    assertTrue(Files.readString(failed.resolve("report.md")).contains(row.failure()));
  }

  @Test
  void aFolderThatIsNoComparisonIsRefused() {
    Path missing = folder.resolve("nothing");
    var e = assertThrows(IllegalArgumentException.class, () -> ComparisonReport.write(missing));
    assertEquals("no such file: " + missing.resolve("comparison.json"), e.getMessage());
  }

  private static List<Map<String, String>> table(Document page) {
    List<Map<String, String>> rows = new ArrayList<>();
    NodeList trs =
        ((Element) page.getElementsByTagName("tbody").item(0)).getElementsByTagName("tr");
    for (int r = 0; r < trs.getLength(); r++) {
      Map<String, String> cells = new HashMap<>();
      NodeList tds = ((Element) trs.item(r)).getElementsByTagName("td");
      for (int c = 0; c < tds.getLength(); c++) {
        String label = ((Element) tds.item(c)).getAttribute("data-label");
        cells.put(label.isEmpty() ? "strategy" : label, tds.item(c).getTextContent());
      }
      rows.add(cells);
    }
    return rows;
  }

  private static void assertNumber(double expected, String shown, double tolerance) {
    String number = shown.replace('\u2212', '-').replaceAll("[\u00a0%+]", "");
    assertEquals(expected, Double.parseDouble(number), tolerance + 1e-9, shown);
  }
}
