package org.freezeout.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;

/**
 * Whether freezing did what it should in one run: the frozen groups stayed bit for bit as they
 * were, and steps got cheaper.
 *
 * @param groupsFrozen layer groups that froze
 * @param groupsUnchanged those whose weights and BatchNorm statistics were at the end as at the
 *     freeze
 * @param costs step cost by frozen prefix, from none on
 */
public record FreezeAudit(int groupsFrozen, int groupsUnchanged, List<PrefixCost> costs) {

  public FreezeAudit {
    costs = List.copyOf(costs);
  }

  /**
   * Audits a finished run against the baseline that advanced in lockstep with it. Of runs that
   * ended early, the step costs are those of the steps that both trained.
   */
  public static FreezeAudit of(
      TrainingRun baseline, TrainingRun scheduled, ArchitectureSpec architecture) {
    List<Metric.Step> base = baseline.steps();
    List<Metric.Step> steps = scheduled.steps();
    GroupCosts macs = GroupCosts.ofMacs(NetworkCost.of(architecture));
    var prefixes = new TreeSet<Integer>();
    steps.forEach(step -> prefixes.add(step.frozenPrefix()));
    List<PrefixCost> costs = new ArrayList<>();
    for (int prefix : prefixes) {
      double[] ratios =
          steps.stream()
              .filter(step -> step.timed() && step.frozenPrefix() == prefix)
              .filter(step -> step.step() < base.size())
              .mapToDouble(step -> step.wallSeconds() / base.get(step.step()).wallSeconds())
              .toArray();
      if (ratios.length > 0) {
        costs.add(
            new PrefixCost(
                prefix,
                ratios.length,
                new Median().evaluate(ratios),
                macs.stepCost(prefix) / macs.stepCost(0)));
      }
    }
    return new FreezeAudit(
        scheduled.freezes().size(),
        (int) scheduled.audits().stream().filter(Metric.Audited::unchanged).count(),
        costs);
  }

  /** Whether every frozen group stayed bit for bit as it was. */
  public boolean weightsUntouched() {
    return groupsUnchanged == groupsFrozen;
  }

  /** Whether steps with the longest frozen prefix were cheaper than those with the shortest. */
  public boolean stepsCheaper() {
    return costs.size() > 1 && costs.get(costs.size() - 1).measured() < costs.get(0).measured();
  }

  /** Whether freezing did what it should; true for a run in which nothing froze. */
  public boolean passed() {
    return weightsUntouched() && (groupsFrozen == 0 || stepsCheaper());
  }
}
