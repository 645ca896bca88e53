package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.freezeout.experiment.PredictionValidation.Row;
import org.freezeout.experiment.PredictionValidation.Summary;
import org.junit.jupiter.api.Test;

class PredictionValidationTest {

  private static Row row(double paper, double calibrated, double half, double measured) {
    return new Row(
        "wrn-16-1",
        "mxnet",
        "cpu",
        "cubic",
        0.8,
        false,
        Map.of("paper", paper, "calibrated", calibrated),
        calibrated - half,
        calibrated + half,
        measured,
        measured,
        measured,
        measured + 0.01);
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
    Summary calibrated = validation.summary().get("calibrated");
    assertEquals((2 + 1) / 2.0, calibrated.meanAbsoluteErrorPoints(), 1e-9);
    assertEquals(2, calibrated.worstPoints(), 1e-9);
    assertEquals((3 + 0) / 2.0, calibrated.steadyMeanAbsoluteErrorPoints(), 1e-9);
    assertEquals(3, calibrated.steadyWorstPoints(), 1e-9);
    // The measured 0.2 lies in [0.17, 0.25] and not in [0.17, 0.19].
    assertEquals(0.5, calibrated.intervalCoverage(), 1e-9);
    assertEquals(2.5, calibrated.meanHalfWidthPoints(), 1e-9);
  }

  /** The interval [0.205, 0.215] misses the measured 0.2 and holds the steady 0.21. */
  @Test
  void tellsTheMeasuredFromTheSteadySaving() {
    Summary calibrated =
        PredictionValidation.of(List.of(row(0.3, 0.21, 0.005, 0.2))).summary().get("calibrated");
    assertEquals(0, calibrated.intervalCoverage());
    assertEquals(1, calibrated.steadyIntervalCoverage());
  }
}
