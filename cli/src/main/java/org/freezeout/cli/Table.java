package org.freezeout.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.freezeout.experiment.Json;
import org.freezeout.report.CsvCell;

/** Rows of named values, printed as a table, CSV or JSON; the names are the same in all three. */
final class Table {

  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  Table(String... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row; a value may be null. */
  Table row(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalStateException(columns.size() + " columns, " + values.length + " values");
    }
    List<Object> row = new ArrayList<>();
    for (Object value : values) {
      row.add(value);
    }
    rows.add(row);
    return this;
  }

  void print(Format format) {
    switch (format) {
      case TABLE -> System.out.print(aligned());
      case CSV -> System.out.print(csv());
      case JSON -> System.out.println(Json.pretty(objects()));
    }
  }

  private List<Map<String, Object>> objects() {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int c = 0; c < columns.size(); c++) {
        object.put(columns.get(c), row.get(c));
      }
      objects.add(object);
    }
    return objects;
  }

  private String csv() {
    var text = new StringWriter();
    try (var printer =
        new CSVPrinter(
            text,
            CSVFormat.RFC4180
                .builder()
                .setRecordSeparator('\n')
                .setHeader(columns.toArray(String[]::new))
                .get())) {
      for (List<Object> row : rows) {
        printer.printRecord(row.stream().map(value -> CsvCell.of(flat(value))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private String aligned() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(name -> name.replace('_', ' ')).toList());
    for (List<Object> row : rows) {
      cells.add(row.stream().map(Table::cell).toList());
    }
    boolean[] numeric = new boolean[columns.size()];
    rows.forEach(
        row -> {
          for (int c = 0; c < numeric.length; c++) {
            numeric[c] |= row.get(c) instanceof Number;
          }
        });
    int[] widths = new int[columns.size()];
    cells.forEach(
        row -> {
          for (int c = 0; c < widths.length; c++) {
            widths[c] = Math.max(widths[c], row.get(c).length());
          }
        });
    var text = new StringWriter();
    var out = new PrintWriter(text);
    for (List<String> row : cells) {
      var line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        line.append(
            String.format(
                Locale.ROOT, "%" + (numeric[c] ? "" : "-") + widths[c] + "s  ", row.get(c)));
      }
      out.print(line.toString().stripTrailing() + "\n");
    }
    return text.toString();
  }

  private static String cell(Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof Double number) {
      double magnitude = Math.abs(number);
      return String.format(
          Locale.ROOT, magnitude != 0 && magnitude < 1e-3 ? "%.3e" : "%.4f", number);
    }
    // Names may come from files, and this goes to a terminal.
    return flat(value).toString().replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
  }

  /** A list as one value; only JSON has lists. */
  private static Object flat(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
        : value;
  }
}
