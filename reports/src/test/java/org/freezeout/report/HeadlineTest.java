package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.Environment;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.TrainingRun;
import org.junit.jupiter.api.Test;

/** The words that go with given numbers. */
class HeadlineTest {

  private static final double BASELINE_ERROR = 10;

  @Test
  void severalSavingsAreARange() {
    List<String> answer = answer(row("linear", 0.06, 10.1), row("cubic", 0.17, 10.2));

    assertEquals(
        "On this machine freezing saved between 6.0 % and 17.0 % of training time, depending on the"
            + " strategy.",
        answer.get(0));
    assertEquals(
        "The gradient cost model predicted 10.0 %; the measured savings differ from it by at most"
            + " 7.0 points; why is explained below.",
        answer.get(1));
    assertEquals(
        "Test error changed by +0.10 to +0.20 points against the baseline's 10.00 %.",
        answer.get(2));
    // 1.6449 * sqrt(0.1 * 0.9 / 2000) = 1.1 points
    assertEquals(
        "Most was saved by cubic: 17.0 %, without a measurably higher test error (by more than 1.1"
            + " points, the least that 2,000 test images can tell).",
        answer.get(3));
    assertEquals(4, answer.size());
  }

  @Test
  void theFastestStrategyIsNotTheAnswerIfItCostsAccuracy() {
    List<String> answer = answer(row("linear", 0.06, 10.1), row("cubic", 0.17, 12.0));

    assertTrue(answer.get(3).startsWith("Most was saved by cubic: 17.0 %. Without a measurably"));
    assertTrue(answer.get(3).endsWith(" it was linear: 6.0 %."), answer.get(3));
  }

  @Test
  void noStrategyIsTheAnswerIfAllCostAccuracy() {
    List<String> answer = answer(row("linear", 0.06, 12.0), row("cubic", 0.17, 13.0));

    assertTrue(answer.get(3).contains("Every strategy ended with a measurably higher test error"));
  }

  @Test
  void aSingleSavingHasItsInterval() {
    List<String> answer = answer(row("cubic", 0.123, 9.0));

    assertEquals(
        "On this machine freezing saved 12.3 % of training time (90 % interval 11.3 to 13.3 %).",
        answer.get(0));
    assertEquals(
        "The gradient cost model predicted 10.0 %; the measured saving differs from it by 2.3"
            + " points.",
        answer.get(1));
    assertEquals(
        "Test error changed by −1.00 points against the baseline's 10.00 %.", answer.get(2));
  }

  @Test
  void aLossOfTimeIsNamedSo() {
    assertEquals(
        "On this machine freezing saved no time: training took between 1.0 % and 2.0 % longer.",
        answer(row("linear", -0.01, null), row("cubic", -0.02, null)).get(0));
    assertEquals(
        "On this machine freezing saved at most 5.0 % of training time, and with some strategies"
            + " training took up to 1.0 % longer.",
        answer(row("linear", -0.01, null), row("cubic", 0.05, null)).get(0));
  }

  @Test
  void whatWasNotMeasuredIsNotClaimed() {
    assertEquals("No test error was measured.", answer(row("cubic", 0.1, null)).get(2));
    assertEquals(
        List.of("Nothing could be measured: no run with freezing has finished."),
        answer(row("cubic", null, null)));
    assertTrue(
        answer(row("cubic", null, null), row("linear", 0.1, null))
            .contains("1 of 2 runs with freezing did not finish and could not be measured."));
  }

  private static List<String> answer(ComparisonRow... rows) {
    var baseline = new TrainingRun(record(), List.of());
    List<TrainingRun> runs = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      runs.add(baseline);
    }
    return Headline.of(new Comparison(null, baseline, runs, List.of(rows))).stream()
        .map(sentence -> sentence.replace('\u00a0', ' '))
        .toList();
  }

  private static ComparisonRow row(String strategy, Double saving, Double error) {
    return new ComparisonRow(
        strategy,
        0.8,
        Map.of("gradient", 0.1),
        null,
        null,
        saving,
        saving == null ? null : saving - 0.01,
        saving == null ? null : saving + 0.01,
        saving,
        saving,
        saving,
        error,
        error == null ? null : BASELINE_ERROR,
        saving == null ? RunStatus.FAILED : RunStatus.FINISHED,
        null,
        "fake",
        "cpu",
        strategy + "-t0.8");
  }

  private static RunRecord record() {
    return new RunRecord(
        RunRecord.FORMAT,
        RunStatus.FINISHED,
        "net",
        "data",
        "none",
        null,
        10000,
        2000,
        "baseline",
        null,
        false,
        null,
        null,
        0.1,
        0.9,
        1e-4,
        64,
        1,
        1,
        "fake",
        "cpu",
        1,
        new Environment("fake", "1", "cpu", "no hardware", 1, 1, "no system", "17"),
        Instant.EPOCH,
        10,
        10,
        BASELINE_ERROR,
        1,
        null,
        null,
        null,
        null);
  }
}
