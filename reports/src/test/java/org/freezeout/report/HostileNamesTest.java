package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.DigestFile;
import org.freezeout.experiment.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Names come from files that anybody may have written. */
class HostileNamesTest {

  private static final String NAME = "=cmd()|<script>alert('x')</script>\"&`rm -rf`$(id)";

  @TempDir static Path folder;
  private static Path comparison;
  private static String html;
  private static String markdown;

  @BeforeAll
  static void write() throws Exception {
    Fixture.assumeFonts();
    List<LayerGroup> groups = new ArrayList<>();
    for (LayerGroup group : Samples.architecture().groups()) {
      groups.add(new LayerGroup(group.name() + NAME, group.operations()));
    }
    var architecture = new ArchitectureSpec(NAME, Samples.architecture().input(), groups);
    comparison =
        Samples.comparison(
            folder.resolve("c"),
            new FakeBackend().withHardware(NAME).withFixedShare(0.6).failingAboveRate(0.19),
            architecture,
            6,
            50,
            List.of(0.8),
            () -> false);
    Path json = comparison.resolve("comparison.json");
    Json.write(
        json,
        Arrays.stream(Json.read(json, ComparisonRow[].class))
            .map(HostileNamesTest::withHostileNames)
            .toArray());
    DigestFile.write(json);
    html = Files.readString(ComparisonReport.write(comparison));
    markdown = Files.readString(comparison.resolve("report.md"));
  }

  @Test
  void thePageHoldsThemAsText() throws Exception {
    assertFalse(html.contains("<script"));
    Document page = Fixture.page(html);
    assertEquals("FreezeOut on " + NAME, page.getElementsByTagName("h1").item(0).getTextContent());
    assertTrue(page.getDocumentElement().getTextContent().contains("up to block3.2" + NAME));
    assertTrue(page.getDocumentElement().getTextContent().contains("cpu: " + NAME));
  }

  @Test
  void theMarkdownHoldsThemAsText() {
    String text = markdown.substring(0, markdown.indexOf("```"));
    assertFalse(text.contains("<script"));
    assertFalse(text.contains("()|"), "a bar that would end a cell");
    assertTrue(text.contains("=cmd()\\|&lt;script"));
  }

  @Test
  void theCsvHoldsNoFormula() throws Exception {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    var records =
        format.parse(new StringReader(Files.readString(comparison.resolve("comparison.csv"))));
    records.forEach(record -> assertEquals("'" + NAME, record.get("engine")));
  }

  @Test
  void theCommandIsSafeToPaste() throws Exception {
    String line = markdown.lines().filter(l -> l.startsWith("./freezeout")).findFirst().get();
    assertTrue(
        line.startsWith(
            "./freezeout compare --arch '=cmd()|<script>alert('\\''x'\\'')</script>\"&`rm -rf`$(id)'"
                + " --dataset fashion-mnist-subset "),
        line);
  }

  private static ComparisonRow withHostileNames(ComparisonRow row) {
    return new ComparisonRow(
        row.strategy(),
        row.t0(),
        row.predicted(),
        row.predictedLow(),
        row.predictedHigh(),
        row.measuredSaving(),
        row.measuredSavingLow(),
        row.measuredSavingHigh(),
        row.steadySaving(),
        row.measuredCpuSaving(),
        row.totalSaving(),
        row.errorPercent(),
        row.baselineErrorPercent(),
        row.status(),
        row.failure(),
        NAME,
        row.device(),
        row.run());
  }
}
