package org.freezeout.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.freezeout.experiment.ComparisonRow;

/**
 * The rows of a comparison as CSV, in full precision, with the field names of {@code
 * comparison.json}; {@code predicted} becomes a column for each cost model. What is not known is
 * empty.
 */
final class ComparisonCsv {

  private ComparisonCsv() {}

  static String of(List<ComparisonRow> rows) {
    List<String> models =
        rows.stream().flatMap(row -> row.predicted().keySet().stream()).distinct().toList();
    var text = new StringWriter();
    try (var printer = new CSVPrinter(text, format(models))) {
      for (ComparisonRow row : rows) {
        printer.printRecord(values(row, models));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static CSVFormat format(List<String> models) {
    List<String> header = new ArrayList<>(List.of("strategy", "t0"));
    models.forEach(model -> header.add("predicted_" + model));
    header.addAll(
        List.of(
            "predicted_low",
            "predicted_high",
            "measured_saving",
            "measured_saving_low",
            "measured_saving_high",
            "measured_cpu_saving",
            "total_saving",
            "error_percent",
            "baseline_error_percent",
            "status",
            "failure",
            "engine",
            "device",
            "run",
            "cache",
            "cache_precision",
            "predicted_total_saving",
            "predicted_total_low",
            "predicted_total_high",
            "steady_saving"));
    return CSVFormat.RFC4180
        .builder()
        .setRecordSeparator('\n')
        .setHeader(header.toArray(String[]::new))
        .get();
  }

  private static List<Object> values(ComparisonRow row, List<String> models) {
    List<Object> values = new ArrayList<>();
    values.add(CsvCell.of(row.strategy()));
    values.add(row.t0());
    models.forEach(model -> values.add(row.predicted().get(model)));
    values.add(row.predictedLow());
    values.add(row.predictedHigh());
    values.add(row.measuredSaving());
    values.add(row.measuredSavingLow());
    values.add(row.measuredSavingHigh());
    values.add(row.measuredCpuSaving());
    values.add(row.totalSaving());
    values.add(row.errorPercent());
    values.add(row.baselineErrorPercent());
    values.add(CsvCell.of(String.valueOf(row.status())));
    values.add(CsvCell.of(row.failure()));
    values.add(CsvCell.of(row.engine()));
    values.add(CsvCell.of(row.device()));
    values.add(CsvCell.of(row.run()));
    values.add(row.cache());
    values.add(CsvCell.of(row.cachePrecision()));
    values.add(row.predictedTotalSaving());
    values.add(row.predictedTotalLow());
    values.add(row.predictedTotalHigh());
    values.add(row.steadySaving());
    return values;
  }
}
