package org.freezeout.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.ErrorMargin;
import org.freezeout.experiment.PredictionGap;
import org.freezeout.experiment.RunRecord;

/** The answer of a comparison in a few sentences, made of nothing but its numbers. */
final class Headline {

  private final Comparison comparison;
  private final RunRecord baseline;
  private final List<ComparisonRow> measured;

  private Headline(Comparison comparison) {
    this.comparison = comparison;
    this.baseline = comparison.baseline().record();
    this.measured = comparison.rows().stream().filter(row -> row.measuredSaving() != null).toList();
  }

  /** The sentences, the most important one first. */
  static List<String> of(Comparison comparison) {
    return new Headline(comparison).sentences();
  }

  private List<String> sentences() {
    if (measured.isEmpty()) {
      String why =
          comparison.baseline().finished()
              ? "no run with freezing has finished."
              : "the baseline has not finished (" + Words.reason(baseline) + ").";
      return List.of("Nothing could be measured: " + why);
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(saving());
    if (values(ComparisonRow::gradient).size() == measured.size()) {
      sentences.add(prediction());
    }
    caching().ifPresent(sentences::add);
    sentences.add(error());
    if (measured.size() > 1) {
      sentences.add(choice());
    }
    long unmeasured = comparison.rows().size() - (long) measured.size();
    if (unmeasured > 0) {
      sentences.add(
          unmeasured
              + " of "
              + comparison.rows().size()
              + " runs with freezing did not finish and could not be measured.");
    }
    return sentences;
  }

  private String saving() {
    String place = baseline.engine().equals("simulated") ? "In this simulation" : "On this machine";
    List<Double> savings = values(ComparisonRow::measuredSaving);
    double low = savings.get(0);
    double high = savings.get(savings.size() - 1);
    if (high <= 0) {
      return place + " freezing saved no time: training took " + range(-high, -low) + " longer.";
    }
    if (low < 0) {
      return place
          + " freezing saved at most "
          + Words.percent(high)
          + " of training time, and with some strategies training took up to "
          + Words.percent(-low)
          + " longer.";
    }
    String interval =
        measured.size() > 1
            ? ", depending on the strategy."
            : " (90 % interval "
                + Words.interval(
                    measured.get(0).measuredSavingLow(), measured.get(0).measuredSavingHigh())
                + ").";
    return place + " freezing saved " + range(low, high) + " of training time" + interval;
  }

  private String prediction() {
    List<Double> predicted = values(ComparisonRow::gradient);
    double largest =
        measured.stream().mapToDouble(r -> Math.abs(r.differenceFromGradient())).max().orElse(0);
    return "The gradient cost model predicted "
        + range(predicted.get(0), predicted.get(predicted.size() - 1))
        + "; the measured "
        + (measured.size() == 1 ? "saving differs" : "savings differ")
        + " from it by "
        + (measured.size() == 1 ? "" : "at most ")
        + Words.fixed(100 * largest, 1)
        + " points"
        + (largest > PredictionGap.NOTEWORTHY ? "; why is explained below." : ".");
  }

  /** By what factor runs with a cache were faster than the same without. */
  private Optional<String> caching() {
    double[] factors =
        measured.stream()
            .map(row -> row.factorOfCache(measured))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    if (factors.length == 0) {
      return Optional.empty();
    }
    String least = Words.fixed(factors[0], 2);
    String most = Words.fixed(factors[factors.length - 1], 2);
    return Optional.of(
        "With the outputs of frozen groups cached, training steps were "
            + (least.equals(most) ? most : "between " + least + " and " + most)
            + " times as fast as with the same freezing alone.");
  }

  private String error() {
    List<Double> changes = values(ComparisonRow::errorChange);
    if (changes.isEmpty()) {
      return "No test error was measured.";
    }
    double low = changes.get(0);
    double high = changes.get(changes.size() - 1);
    return "Test error changed by "
        + Words.pointsValue(low)
        + (high > low ? " to " + Words.pointsValue(high) : "")
        + " points against the baseline's "
        + Words.percentValue(baseline.errorPercent())
        + ".";
  }

  /** The strategy that saved most, and the one that did so without a measurable loss. */
  private String choice() {
    ComparisonRow most = most(measured);
    String saved = "Most was saved by " + name(most) + ": " + Words.percent(most.measuredSaving());
    if (values(ComparisonRow::errorChange).isEmpty() || baseline.testImages() == 0) {
      return saved + ".";
    }
    double margin = ErrorMargin.points(baseline.errorPercent(), baseline.testImages());
    String measurably =
        "measurably higher test error (by more than "
            + Words.fixed(margin, 1)
            + " points, the least that "
            + Words.count(baseline.testImages())
            + " test images can tell)";
    List<ComparisonRow> harmless =
        measured.stream()
            .filter(row -> row.errorChange() != null && row.errorChange() <= margin)
            .toList();
    if (harmless.isEmpty()) {
      return saved + ". Every strategy ended with a " + measurably + ".";
    }
    ComparisonRow best = most(harmless);
    return best == most
        ? saved + ", without a " + measurably + "."
        : saved
            + ". Without a "
            + measurably
            + " it was "
            + name(best)
            + ": "
            + Words.percent(best.measuredSaving())
            + ".";
  }

  private String name(ComparisonRow row) {
    boolean several = measured.stream().map(ComparisonRow::t0).distinct().count() > 1;
    return Words.run(row.strategy(), several ? row.t0() : null) + Words.cached(row);
  }

  private static ComparisonRow most(List<ComparisonRow> rows) {
    return rows.stream()
        .max(Comparator.comparingDouble(ComparisonRow::measuredSaving))
        .orElseThrow();
  }

  /** The known values of the measured rows, in ascending order. */
  private List<Double> values(Function<ComparisonRow, Double> value) {
    return measured.stream().map(value).filter(Objects::nonNull).sorted().toList();
  }

  private static String range(double low, double high) {
    String to = Words.percent(high);
    return Words.percent(low).equals(to) ? to : "between " + Words.percent(low) + " and " + to;
  }
}
