package org.freezeout.report;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.experiment.AuditVerdict;
import org.freezeout.experiment.FreezeAudit;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.PrefixCost;
import org.freezeout.experiment.StepTimeVerdict;
import org.freezeout.experiment.TrainingRun;

/**
 * What the freeze audit found in a run.
 *
 * @param name the run
 * @param outcome {@code passed}, {@code failed}, {@code not proven}, {@code nothing froze} or
 *     {@code not audited}
 * @param passed whether freezing was seen to do what it should
 * @param failed whether it was seen not to
 * @param weights what became of the frozen groups
 * @param traces what training left in them
 * @param steps what became of the time of a step
 * @param reasons why it failed; empty if it did not
 * @param events the step times at each freeze event
 */
record Verdict(
    String name,
    String outcome,
    boolean passed,
    boolean failed,
    String weights,
    String traces,
    String steps,
    List<String> reasons,
    List<Event> events) {

  /**
   * Step times at a freeze event, every cell as it is shown.
   *
   * @param run its name
   * @param step the first step with the frozen prefix
   * @param frozen how many groups are frozen from then on
   * @param reference how many were in the steps that it is compared with
   * @param steps how many steps were compared
   * @param measured step time relative to those steps
   * @param interval its interval
   * @param predicted the same by the cost model
   * @param verdict what follows
   * @param failed whether that is bad
   */
  record Event(
      String run,
      String step,
      String frozen,
      String reference,
      String steps,
      String measured,
      String interval,
      String predicted,
      String verdict,
      boolean failed) {

    static Event of(String run, Metric.TimeChecked check) {
      return new Event(
          run,
          Words.count(check.step()),
          Words.count(check.frozenPrefix()),
          Words.count(check.reference()),
          Words.count(check.steps()) + " / " + Words.count(check.referenceSteps()),
          Words.percent(check.measured()),
          Words.interval(check.low(), check.high()),
          Words.percent(check.predicted()),
          words(check),
          check.verdict() == StepTimeVerdict.NOT_CHEAPER);
    }

    private static String words(Metric.TimeChecked check) {
      return switch (check.verdict()) {
        case OK -> "ok";
        case NOT_CHEAPER -> "not cheaper";
        case TOO_FEW_STEPS -> "not enough steps to tell";
        case TOO_NOISY -> "too noisy to tell";
        case TOO_LITTLE -> "too little to look for";
      };
    }
  }

  static Verdict notAudited(TrainingRun run) {
    return new Verdict(
        Words.run(run),
        "not audited",
        false,
        false,
        "the audit looks at runs that trained to the end beside a baseline that did",
        Words.NONE,
        Words.NONE,
        List.of(),
        List.of());
  }

  static Verdict of(TrainingRun run, FreezeAudit audit) {
    String name = Words.run(run);
    return new Verdict(
        name,
        audit.verdict().map(Verdict::words).orElse("nothing froze"),
        audit.verdict().filter(v -> v == AuditVerdict.PASSED).isPresent(),
        !audit.passed(),
        weights(audit),
        traces(audit),
        steps(audit),
        audit.failures(),
        audit.checks().stream().map(check -> Event.of(name, check)).toList());
  }

  private static String words(AuditVerdict verdict) {
    return verdict == AuditVerdict.UNPROVEN ? "not proven" : verdict.toString();
  }

  private static String weights(FreezeAudit audit) {
    if (audit.groupsFrozen() == 0) {
      return "no layer group froze";
    }
    return audit.groupsUnchanged()
        + " of "
        + audit.groupsFrozen()
        + " frozen layer groups are bit for bit as they were when they froze";
  }

  private static String traces(FreezeAudit audit) {
    if (audit.traces().isEmpty()) {
      return audit.groupsFrozen() == 0 ? Words.NONE : "not known of this engine";
    }
    long found =
        audit.traces().stream().filter(t -> t.gradients() > 0 || t.velocities() > 0).count();
    return found == 0
        ? "no gradient computed, no momentum left"
        : "found after " + found + " of " + audit.traces().size() + " freeze events";
  }

  private static String steps(FreezeAudit audit) {
    List<String> parts = new ArrayList<>();
    List<PrefixCost> costs = audit.costs();
    if (costs.size() > 1) {
      PrefixCost first = costs.get(0);
      PrefixCost last = costs.get(costs.size() - 1);
      parts.add(
          "a step took "
              + Words.percent(first.measured())
              + " of the baseline's time with "
              + groups(first.frozenPrefix())
              + " frozen and "
              + Words.percent(last.measured())
              + " with "
              + groups(last.frozenPrefix())
              + " frozen (predicted "
              + Words.percent(last.predicted())
              + ")");
    } else if (!costs.isEmpty()) {
      parts.add("steps of one frozen prefix only were timed");
    }
    if (!audit.checks().isEmpty()) {
      long ok = count(audit, StepTimeVerdict.OK);
      parts.add(
          "surely cheaper at "
              + ok
              + " of "
              + Caveats.plural(audit.checks().size(), "freeze event"));
    }
    return parts.isEmpty() ? Words.NONE : String.join("; ", parts);
  }

  private static long count(FreezeAudit audit, StepTimeVerdict verdict) {
    return audit.checks().stream().filter(check -> check.verdict() == verdict).count();
  }

  private static String groups(int prefix) {
    return prefix == 0 ? "nothing" : prefix + (prefix == 1 ? " group" : " groups");
  }
}
