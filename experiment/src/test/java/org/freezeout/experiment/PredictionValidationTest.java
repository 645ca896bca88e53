package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.freezeout.experiment.PredictionValidation.Summary;
import org.junit.jupiter.api.Test;

class PredictionValidationTest {

  /** Steady savings are one point above the measured ones, total ones one below. */
  private static ComparisonRow run(double paper, double calibrated, double half, double measured) {
    return new ComparisonRow(
        "cubic",
        0.8,
        false,
        null,
        Map.of("paper", paper, "calibrated", calibrated),
        calibrated - half,
        calibrated + half,
        measured,
        measured - 0.02,
        measured + 0.03,
        measured + 0.01,
        measured,
        measured - 0.01,
        calibrated - 0.03,
        calibrated - 0.03 - half,
        calibrated - 0.03 + half,
        10.0,
        10.0,
        RunStatus.FINISHED,
        null,
        "mxnet",
        "cpu",
        "cubic-t0.8");
  }

  private static ValidationRow row(
      double paper, double calibrated, double half, double... measured) {
    return ValidationRow.of(
        "wrn-16-1",
        DoubleStream.of(measured).mapToObj(m -> run(paper, calibrated, half, m)).toList());
  }

  @Test
  void sumsUpByCostModel() {
    PredictionValidation validation =
        PredictionValidation.of(List.of(row(0.1, 0.18, 0.01, 0.2), row(0.3, 0.21, 0.04, 0.2)));
    Summary paper = validation.summary().get("paper");
    assertEquals(2, paper.rows());
    assertEquals(10, paper.meanAbsoluteErrorPoints(), 1e-9);
    assertEquals(10, paper.worstPoints(), 1e-9);
    assertNull(paper.intervalCoverage());
    assertNull(paper.meanHalfWidthPoints());
    assertNull(paper.totalMeanAbsoluteErrorPoints());
    assertNull(paper.totalIntervalCoverage());
    Summary calibrated = validation.summary().get("calibrated");
    assertEquals((2 + 1) / 2.0, calibrated.meanAbsoluteErrorPoints(), 1e-9);
    assertEquals(2, calibrated.worstPoints(), 1e-9);
    assertEquals((3 + 0) / 2.0, calibrated.steadyMeanAbsoluteErrorPoints(), 1e-9);
    assertEquals(3, calibrated.steadyWorstPoints(), 1e-9);
    // The measured 0.2 lies in [0.17, 0.25] and not in [0.17, 0.19].
    assertEquals(0.5, calibrated.intervalCoverage(), 1e-9);
    assertEquals(2.5, calibrated.meanHalfWidthPoints(), 1e-9);
    // The total 0.19 against [0.14, 0.16] and [0.14, 0.22].
    assertEquals((4 + 1) / 2.0, calibrated.totalMeanAbsoluteErrorPoints(), 1e-9);
    assertEquals(4, calibrated.totalWorstPoints(), 1e-9);
    assertEquals(0.5, calibrated.totalIntervalCoverage(), 1e-9);
  }

  /** The interval [0.205, 0.215] misses the measured 0.2 and holds the steady 0.21. */
  @Test
  void tellsTheMeasuredFromTheSteadySaving() {
    Summary calibrated =
        PredictionValidation.of(List.of(row(0.3, 0.21, 0.005, 0.2))).summary().get("calibrated");
    assertEquals(0, calibrated.intervalCoverage());
    assertEquals(1, calibrated.steadyIntervalCoverage());
  }

  @Test
  void aSingleRunKeepsItsInterval() {
    ValidationRow once = row(0.3, 0.21, 0.02, 0.2);
    assertEquals(0.18, once.measuredSavingLow(), 1e-9);
    assertEquals(0.23, once.measuredSavingHigh(), 1e-9);
    assertEquals(1, once.within());
  }

  /** Errors are those of the mean, while an interval is for each run. */
  @Test
  void repetitionsAreAveraged() {
    ValidationRow row = row(0.3, 0.21, 0.02, 0.15, 0.2, 0.22);
    assertEquals(0.19, row.measuredSaving(), 1e-9);
    assertEquals(0.2, row.steadySaving(), 1e-9);
    assertEquals(0.18, row.totalSaving(), 1e-9);
    // t(0.95, 2) = 2.920 from a table; the standard deviation is sqrt(0.0026 / 2).
    double halfWidth = 2.920 * Math.sqrt(0.0013 / 3);
    assertEquals(0.19 - halfWidth, row.measuredSavingLow(), 1e-5);
    assertEquals(0.19 + halfWidth, row.measuredSavingHigh(), 1e-5);
    assertEquals(2, row.within());
    assertArrayEquals(
        new double[] {0.15, 0.2, 0.22},
        row.measurements().stream()
            .mapToDouble(ValidationRow.Measurement::measuredSaving)
            .toArray());
    Summary calibrated = PredictionValidation.of(List.of(row)).summary().get("calibrated");
    assertEquals(2, calibrated.meanAbsoluteErrorPoints(), 1e-9);
    assertEquals(2 / 3.0, calibrated.intervalCoverage(), 1e-9);
  }
}
