package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.freezeout.experiment.Fixtures.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.schedule.SchedulePolicy;
import org.junit.jupiter.api.Test;

class FreezeAuditTest {

  /**
   * Multiply-accumulates of three dense layers: 12, 8 and 4. Unfrozen, a step costs 12 * 2 (the
   * first has no input gradient) + 8 * 3 + 4 * 3 = 60; with one group frozen 12 + 8 * 2 + 4 * 3 =
   * 40; with two 12 + 8 + 4 * 2 = 28.
   */
  @Test
  void setsMeasuredBesidePredictedStepCosts() {
    FreezeAudit audit = audit(new double[] {9, 1.0, 1.0}, 0.7, 0.5, true);
    assertEquals(
        List.of(
            new PrefixCost(0, 2, 1.0, 1),
            new PrefixCost(1, 2, 0.7, 40 / 60.0),
            new PrefixCost(2, 2, 0.5, 28 / 60.0)),
        audit.costs());
    assertEquals(2, audit.groupsFrozen());
    assertEquals(2, audit.groupsUnchanged());
    assertTrue(audit.weightsUntouched());
    assertTrue(audit.stepsCheaper());
    assertTrue(audit.passed());
  }

  @Test
  void failsWhereAFrozenGroupChanged() {
    FreezeAudit audit = audit(new double[] {9, 1, 1}, 0.7, 0.5, false);
    assertEquals(1, audit.groupsUnchanged());
    assertFalse(audit.weightsUntouched());
    assertTrue(audit.stepsCheaper());
    assertFalse(audit.passed());
  }

  @Test
  void failsWhereStepsDidNotGetCheaper() {
    FreezeAudit audit = audit(new double[] {9, 1, 1}, 1, 1, true);
    assertTrue(audit.weightsUntouched());
    assertFalse(audit.stepsCheaper());
    assertFalse(audit.passed());
  }

  @Test
  void passesWhereNothingFreezes() {
    TrainingRun baseline = run(BASELINE, List.of(step(0, 0, true, 2), step(1, 0, true, 3)));
    FreezeAudit audit = FreezeAudit.of(baseline, baseline, Fixtures.network());
    assertEquals(List.of(new PrefixCost(0, 2, 1, 1)), audit.costs());
    assertTrue(audit.passed());
  }

  /** A baseline that failed after a step leaves one step to compare. */
  @Test
  void comparesTheStepsThatBothTrained() {
    TrainingRun baseline = run(BASELINE, List.of(step(0, 0, true, 2)));
    TrainingRun scheduled = run(LINEAR, List.of(step(0, 0, true, 1), step(1, 1, true, 1)));
    assertEquals(
        List.of(new PrefixCost(0, 1, 0.5, 1)),
        FreezeAudit.of(baseline, scheduled, Fixtures.network()).costs());
  }

  /** Three steps with each prefix, the first one of the first not timed; the baseline drifts. */
  private static FreezeAudit audit(
      double[] unfrozen, double withOne, double withTwo, boolean unchanged) {
    List<Metric.Step> baseline = new ArrayList<>();
    List<Metric> scheduled = new ArrayList<>();
    for (int s = 0; s < 7; s++) {
      double drift = 1 << s;
      baseline.add(step(s, 0, true, drift));
      double relative = s < 3 ? unfrozen[s] : s < 5 ? withOne : withTwo;
      scheduled.add(step(s, s < 3 ? 0 : s < 5 ? 1 : 2, s > 0, drift * relative));
    }
    scheduled.add(new Metric.Frozen(3, 0, "first", "a"));
    scheduled.add(new Metric.Frozen(5, 1, "second", "b"));
    scheduled.add(new Metric.Audited(7, 0, "a", true));
    scheduled.add(new Metric.Audited(7, 1, unchanged ? "b" : "c", unchanged));
    return FreezeAudit.of(run(BASELINE, baseline), run(LINEAR, scheduled), Fixtures.network());
  }

  private static TrainingRun run(SchedulePolicy policy, List<? extends Metric> metrics) {
    return new TrainingRun(Fixtures.record(policy, 1, 7), List.copyOf(metrics));
  }
}
