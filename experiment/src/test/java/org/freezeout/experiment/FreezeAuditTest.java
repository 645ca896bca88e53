package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.LINEAR;
import static org.freezeout.experiment.Fixtures.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** Two steps before and after a freeze tell nothing, whatever they took. */
  @Test
  void doesNotFailForAFewSteps() {
    FreezeAudit audit = audit(new double[] {9, 1, 1}, 1, 1, true);
    assertEquals(
        List.of(StepTimeVerdict.TOO_FEW_STEPS, StepTimeVerdict.TOO_FEW_STEPS),
        audit.checks().stream().map(Metric.TimeChecked::verdict).toList());
    assertTrue(audit.passed());
    assertEquals(Optional.of(AuditVerdict.UNPROVEN), audit.verdict());
  }

  @Test
  void doesNotFailWhereOnePrefixAloneWasTimed() {
    List<Metric> metrics = new ArrayList<>();
    List<Metric.Step> baseline = new ArrayList<>();
    for (int s = 0; s < 40; s++) {
      baseline.add(step(s, 0, true, 1));
      metrics.add(step(s, s < 20 ? 0 : 1, s < 20, 1));
    }
    metrics.add(new Metric.Frozen(20, 0, "first", "a"));
    metrics.add(new Metric.Audited(40, 0, "a", true));
    FreezeAudit audit =
        FreezeAudit.of(run(BASELINE, baseline), run(LINEAR, metrics), Fixtures.network());
    assertEquals(1, audit.costs().size());
    assertTrue(audit.stepsCheaper());
    assertEquals(Optional.of(AuditVerdict.UNPROVEN), audit.verdict());
  }

  /** Unfrozen 60, with one group frozen 40, with two 28: see above. */
  @Test
  void judgesStepsByThePrefixBefore() {
    FreezeAudit audit = steady(1, 0.7, 0.5);
    assertEquals(List.of(), audit.failures());
    assertEquals(Optional.of(AuditVerdict.PASSED), audit.verdict());
    Metric.TimeChecked second = audit.checks().get(1);
    assertEquals(
        new Metric.TimeChecked(
            60, 2, 1, 30, 30, 0.5 / 0.7, 0.5 / 0.7, 0.5 / 0.7, 28 / 40.0, StepTimeVerdict.OK),
        second);
  }

  @Test
  void failsWhereStepsDidNotGetCheaper() {
    FreezeAudit audit = steady(1, 1, 1);
    assertTrue(audit.weightsUntouched());
    assertFalse(audit.stepsCheaper());
    assertEquals(Optional.of(AuditVerdict.FAILED), audit.verdict());
    assertEquals(
        List.of(
            "steps did not get cheaper as groups froze: with 1 group frozen a step took 100.0 %"
                + " (100.0 to 100.0) of one with nothing frozen, predicted 66.7 %; with 2 groups"
                + " frozen a step took 100.0 % (100.0 to 100.0) of one with 1 group frozen,"
                + " predicted 70.0 %"),
        audit.failures());
  }

  /** A second group that is not skipped is not hidden by the first one, which is. */
  @Test
  void failsWhereOneOfTwoFreezesDidNothing() {
    FreezeAudit audit = steady(1, 0.7, 0.7);
    assertEquals(
        List.of(StepTimeVerdict.OK, StepTimeVerdict.NOT_CHEAPER),
        audit.checks().stream().map(Metric.TimeChecked::verdict).toList());
    assertFalse(audit.passed());
  }

  /** Half of the relief of 20 / 60 that is predicted for the first group is 1 / 6. */
  @Test
  void halfOfThePredictedReliefIsEnough() {
    assertTrue(steady(1, 1 - 1 / 6.0 - 0.001, 0.5).stepsCheaper());
    assertFalse(steady(1, 1 - 1 / 6.0 + 0.001, 0.5).stepsCheaper());
  }

  @Test
  void judgesARunByItselfByItsOwnSteps() {
    List<Metric> fast = new ArrayList<>();
    List<Metric> slow = new ArrayList<>();
    List<Metric> drifting = new ArrayList<>();
    for (int s = 0; s < 80; s++) {
      int prefix = s < 40 ? 0 : 1;
      fast.add(step(s, prefix, true, prefix == 0 ? 1 : 0.7));
      slow.add(step(s, prefix, true, 1));
      drifting.add(step(s, prefix, true, (prefix == 0 ? 1 : 0.7) * Math.exp(s / 80.0)));
    }
    assertEquals(StepTimeVerdict.OK, alone(fast));
    assertEquals(StepTimeVerdict.NOT_CHEAPER, alone(slow));
    // It slows down by more from window to window than freezing is predicted to save.
    assertEquals(StepTimeVerdict.TOO_NOISY, alone(drifting));
  }

  private static StepTimeVerdict alone(List<Metric> metrics) {
    return FreezeAudit.ofAlone(run(LINEAR, metrics), Fixtures.network()).checks().get(0).verdict();
  }

  @Test
  void keepsWhatWasFoundBesideABaseline() {
    var found = new Metric.TimeChecked(40, 1, 0, 40, 40, 0.7, 0.6, 0.8, 0.66, StepTimeVerdict.OK);
    FreezeAudit audit =
        FreezeAudit.ofAlone(
            run(LINEAR, List.of(step(0, 0, true, 1), step(1, 1, true, 1), found)),
            Fixtures.network());
    assertEquals(List.of(found), audit.checks());
  }

  @Test
  void failsWhereSomethingOfTrainingIsLeft() {
    List<Metric> metrics =
        List.of(
            new Metric.Frozen(3, 0, "first", "a"),
            new Metric.Traced(3, 1, 2, 1),
            new Metric.Audited(7, 0, "a", true));
    FreezeAudit audit = FreezeAudit.ofAlone(run(LINEAR, metrics), Fixtures.network());
    assertFalse(audit.nothingLeft());
    assertEquals(
        List.of(
            "step 3, with 1 group frozen, computed gradients for 2 of their parameters and left a"
                + " momentum for 1"),
        audit.failures());
  }

  /** A group that was found changed once, and is back as it was. */
  @Test
  void failsWhereAGroupChangedInBetween() {
    List<Metric> metrics =
        List.of(
            new Metric.Frozen(3, 0, "first", "a"),
            new Metric.Audited(5, 0, "b", false),
            new Metric.Audited(7, 0, "a", true));
    assertFalse(FreezeAudit.ofAlone(run(LINEAR, metrics), Fixtures.network()).weightsUntouched());
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

  /** Thirty steps with each prefix, none noisy. */
  private static FreezeAudit steady(double unfrozen, double withOne, double withTwo) {
    List<Metric.Step> baseline = new ArrayList<>();
    List<Metric> scheduled = new ArrayList<>();
    for (int s = 0; s < 90; s++) {
      baseline.add(step(s, 0, true, 1));
      scheduled.add(step(s, s / 30, true, s < 30 ? unfrozen : s < 60 ? withOne : withTwo));
    }
    scheduled.add(new Metric.Frozen(30, 0, "first", "a"));
    scheduled.add(new Metric.Frozen(60, 1, "second", "b"));
    scheduled.add(new Metric.Audited(90, 0, "a", true));
    scheduled.add(new Metric.Audited(90, 1, "b", true));
    return FreezeAudit.of(run(BASELINE, baseline), run(LINEAR, scheduled), Fixtures.network());
  }

  private static TrainingRun run(SchedulePolicy policy, List<? extends Metric> metrics) {
    return new TrainingRun(Fixtures.record(policy, 1, 7), List.copyOf(metrics));
  }
}
