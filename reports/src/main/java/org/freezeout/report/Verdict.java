package org.freezeout.report;

import java.util.List;
import org.freezeout.experiment.FreezeAudit;
import org.freezeout.experiment.PrefixCost;
import org.freezeout.experiment.TrainingRun;

/**
 * What the freeze audit found in a run.
 *
 * @param name the run
 * @param outcome {@code passed}, {@code failed} or {@code not audited}
 * @param passed whether freezing did what it should
 * @param failed whether it did not
 * @param weights what became of the frozen groups
 * @param steps what became of the time of a step
 * @param reason which of the two is why it failed; empty if it did not
 */
record Verdict(
    String name,
    String outcome,
    boolean passed,
    boolean failed,
    String weights,
    String steps,
    String reason) {

  static Verdict notAudited(TrainingRun run) {
    return new Verdict(
        Words.run(run),
        "not audited",
        false,
        false,
        "the audit looks at runs that trained to the end beside a baseline that did",
        Words.NONE,
        "");
  }

  static Verdict of(TrainingRun run, FreezeAudit audit) {
    boolean passed = audit.passed();
    String weights = weights(audit);
    String steps = steps(audit.costs());
    String reason =
        passed
            ? ""
            : audit.weightsUntouched() ? "steps did not get cheaper, " + steps : "only " + weights;
    return new Verdict(
        Words.run(run), passed ? "passed" : "failed", passed, !passed, weights, steps, reason);
  }

  private static String weights(FreezeAudit audit) {
    return audit.groupsFrozen() == 0
        ? "no layer group froze"
        : audit.groupsUnchanged()
            + " of "
            + audit.groupsFrozen()
            + " frozen layer groups are bit for bit as they were when they froze";
  }

  private static String steps(List<PrefixCost> costs) {
    if (costs.size() < 2) {
      return "steps of one frozen prefix only were timed";
    }
    PrefixCost first = costs.get(0);
    PrefixCost last = costs.get(costs.size() - 1);
    return "a step took "
        + Words.percent(first.measured())
        + " of the baseline's time with "
        + groups(first.frozenPrefix())
        + " frozen and "
        + Words.percent(last.measured())
        + " with "
        + groups(last.frozenPrefix())
        + " frozen (predicted "
        + Words.percent(last.predicted())
        + ")";
  }

  private static String groups(int prefix) {
    return prefix == 0 ? "nothing" : prefix + (prefix == 1 ? " group" : " groups");
  }
}
