package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonCsvTest {

  @Test
  void readsBackAsWritten() throws Exception {
    ComparisonRow row = row("cpu", "a, \"b\"\nc", -0.012345678901234567);
    CSVRecord record = read(ComparisonCsv.of(List.of(row))).get(0);

    assertEquals("cubic", record.get("strategy"));
    assertEquals(0.8, Double.parseDouble(record.get("t0")));
    assertEquals(0.17, Double.parseDouble(record.get("predicted_gradient")));
    assertEquals(-0.012345678901234567, Double.parseDouble(record.get("measured_saving")));
    assertEquals("", record.get("measured_saving_low"));
    assertEquals("", record.get("error_percent"));
    assertEquals("failed", record.get("status"));
    assertEquals("a, \"b\"\nc", record.get("failure"));
  }

  @Test
  void theColumnsAreThoseOfTheJson() throws Exception {
    String header = ComparisonCsv.of(List.of(row("cpu", null, 0.1))).lines().findFirst().get();
    assertEquals(
        "strategy,t0,predicted_gradient,predicted_low,predicted_high,measured_saving,"
            + "measured_saving_low,measured_saving_high,measured_cpu_saving,total_saving,"
            + "error_percent,baseline_error_percent,status,failure,engine,device,run,cache,cache_precision,"
            + "predicted_total_saving,predicted_total_low,predicted_total_high,steady_saving",
        header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=cmd()",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "  =1",
        "\r=1",
        "\u00a0=1",
        "\uff1d1",
        "\ntext"
      })
  void noTextIsAFormula(String text) throws Exception {
    String device = read(ComparisonCsv.of(List.of(row(text, null, 0.1)))).get(0).get("device");
    assertEquals("'" + text, device);
  }

  @Test
  void otherTextsStayAsTheyAre() {
    assertEquals("cubic-scaled", CsvCell.of("cubic-scaled"));
    assertEquals("", CsvCell.of(""));
    assertNull(CsvCell.of(null));
    assertEquals(-1.5, CsvCell.of(-1.5));
  }

  @Test
  void nothingPlaysWithTheTerminal() {
    assertEquals("a [2J b c", CsvCell.of("a\u001b[2J\u009bb\u202ec"));
  }

  private static List<CSVRecord> read(String csv) throws Exception {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    return format.parse(new StringReader(csv)).getRecords();
  }

  private static ComparisonRow row(String device, String failure, double saving) {
    return new ComparisonRow(
        "cubic",
        0.8,
        Map.of("gradient", 0.17),
        null,
        null,
        saving,
        null,
        null,
        saving,
        null,
        null,
        null,
        null,
        RunStatus.FAILED,
        failure,
        "fake",
        device,
        "cubic-t0.8");
  }
}
