package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.freezeout.experiment.PredictionGap.Cause;
import org.junit.jupiter.api.Test;

/** Half of the steps run unfrozen, a quarter each with a short and a long frozen prefix. */
class PredictionGapTest {

  private static final double PREDICTED = 0.25 * 0.2 + 0.25 * 0.6;

  @Test
  void contributionsAddUpToTheDifference() {
    PredictionGap gap = gap(1, 0.7, 0.3, 0.01);

    assertEquals(0.05, gap.difference(), 1e-12);
    assertEquals(
        List.of(0.0, 0.025, 0.025),
        gap.shares().stream().map(s -> Math.round(s.contribution() * 1e9) / 1e9).toList());
    assertTrue(gap.noteworthy());
  }

  @Test
  void aPredictionWithinTheIntervalIsNoise() {
    assertTrue(gap(1, 0.9, 0.4, 0.2).causes().contains(Cause.NOISE));
    assertFalse(gap(1, 0.9, 0.4, 0.001).causes().contains(Cause.NOISE));
  }

  @Test
  void anEarlyReliefBeyondTheCountPointsToEarlyLayers() {
    assertEquals(List.of(Cause.EARLY_LAYERS_COST_MORE), gap(1, 0.55, 0.35, 0.01).causes());
  }

  @Test
  void aMissingEarlyReliefPointsToLaterLayers() {
    assertEquals(List.of(Cause.LATER_LAYERS_COST_MORE), gap(1, 1, 0.42, 0.01).causes());
  }

  @Test
  void aReliefThatIsTooSmallThroughoutPointsToOtherCosts() {
    assertEquals(List.of(Cause.LESS_THAN_COUNTED), gap(1, 0.9, 0.7, 0.01).causes());
    assertEquals(List.of(Cause.MORE_THAN_COUNTED), gap(1, 0.75, 0.25, 0.01).causes());
  }

  @Test
  void aDifferenceFromTheFirstStepOnIsNotMadeByFreezing() {
    assertEquals(List.of(Cause.BEFORE_FREEZING), gap(0.9, 0.8 * 0.9, 0.4 * 0.9, 0.01).causes());
  }

  @Test
  void whatMediansDoNotSeeAreOutliers() {
    PredictionGap gap = PredictionGap.of(row(PREDICTED - 0.1, 0.01), audit(1, 0.8, 0.4));

    assertEquals(List.of(Cause.OUTLIERS), gap.causes());
  }

  @Test
  void theLargestContributionsInTheDirectionOfTheDifferenceComeFirst() {
    PredictionGap gap = gap(1, 0.78, 0.3, 0.01);

    assertEquals(List.of(5, 2), gap.largest(5).stream().map(s -> s.cost().frozenPrefix()).toList());
    assertEquals(1, gap.largest(1).size());
  }

  @Test
  void aRunWithoutMeasurementIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> PredictionGap.of(row(null, 0), audit(1, 1, 1)));
  }

  /** The measured saving is the one that the three step costs give. */
  private static PredictionGap gap(
      double unfrozen, double shortPrefix, double longPrefix, double halfInterval) {
    double saving = 1 - 0.5 * unfrozen - 0.25 * shortPrefix - 0.25 * longPrefix;
    return PredictionGap.of(row(saving, halfInterval), audit(unfrozen, shortPrefix, longPrefix));
  }

  private static FreezeAudit audit(double unfrozen, double shortPrefix, double longPrefix) {
    return new FreezeAudit(
        5,
        5,
        List.of(
            new PrefixCost(0, 20, unfrozen, 1),
            new PrefixCost(2, 10, shortPrefix, 0.8),
            new PrefixCost(5, 10, longPrefix, 0.4)),
        List.of(),
        List.of());
  }

  private static ComparisonRow row(Double saving, double halfInterval) {
    return new ComparisonRow(
        "cubic",
        0.8,
        Map.of("gradient", PREDICTED),
        null,
        null,
        saving,
        saving == null ? null : saving - halfInterval,
        saving == null ? null : saving + halfInterval,
        saving,
        null,
        null,
        null,
        null,
        RunStatus.FINISHED,
        null,
        "fake",
        "cpu",
        "cubic-t0.8");
  }
}
