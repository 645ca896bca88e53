package org.freezeout.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.freezeout.cost.CachePrecision;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.TrainingRun;

/** The command that trains the same again, ready to be pasted into a shell. */
final class CommandLine {

  private static final String PLAIN_WORD = "[\\w.,:/@%+=-]+";

  private final List<String> words = new ArrayList<>();

  private CommandLine(String command, RunRecord record) {
    words.add("./freezeout");
    words.add(command);
    option("--arch", record.arch());
    option("--dataset", record.dataset());
    option("--augment", record.augment());
    option("--views", record.views() == null ? null : Integer.toString(record.views()));
    option("--engine", record.engine());
    option("--device", record.device());
    option("--threads", Integer.toString(record.threads()));
    option("--batch", Integer.toString(record.batch()));
    option("--epochs", Integer.toString(record.epochs()));
    option("--base-rate", Words.number(record.baseRate()));
    option("--seed", Long.toString(record.seed()));
  }

  static String of(Comparison comparison) {
    var line = new CommandLine("compare", comparison.baseline().record());
    List<ComparisonRow> rows = comparison.rows();
    rows.stream()
        .map(ComparisonRow::strategy)
        .distinct()
        .forEach(s -> line.option("--strategy", s));
    rows.stream()
        .map(row -> Words.number(row.t0()))
        .distinct()
        .forEach(t -> line.option("--t0", t));
    comparison.runs().stream()
        .map(TrainingRun::record)
        .filter(RunRecord::cache)
        .findFirst()
        .ifPresent(line::cache);
    if (rows.stream().anyMatch(row -> row.predicted().containsKey("calibrated"))) {
      line.words.add("--calibration");
      line.words.add("FILE");
    }
    return line.toString();
  }

  static String of(RunRecord record) {
    var line = new CommandLine("train", record);
    line.option("--strategy", record.strategy());
    if (record.t0() != null) {
      line.option("--t0", Words.number(record.t0()));
    }
    if (record.cache()) {
      line.cache(record);
    }
    return line.toString();
  }

  private void cache(RunRecord record) {
    words.add("--cache");
    if (!CachePrecision.FLOAT32.toString().equals(record.cachePrecision())) {
      option("--cache-precision", record.cachePrecision());
    }
  }

  @Override
  public String toString() {
    return words.stream().collect(Collectors.joining(" "));
  }

  private void option(String name, String value) {
    if (value != null) {
      words.add(name);
      words.add(quoted(value));
    }
  }

  /** One word for a POSIX shell, on one line. */
  private static String quoted(String value) {
    String line = value.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", " ");
    return line.matches(PLAIN_WORD) ? line : "'" + line.replace("'", "'\\''") + "'";
  }
}
