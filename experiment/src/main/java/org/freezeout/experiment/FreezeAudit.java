package org.freezeout.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.schedule.LayerwiseSchedule;

/**
 * Whether freezing did what it should in one run: the frozen groups stayed bit for bit as they
 * were, no gradient was computed for them and no momentum is left of them, and steps got cheaper.
 *
 * <p>Step times are judged at every freeze event, against the {@code gradient} cost model. An event
 * fails only if steps got cheaper by less than half of the predicted relief, and noise is no
 * explanation: over all events of a run a false alarm has a probability of at most 1 %. A run
 * without a baseline beside it is compared with its own steps shortly before, and only as far as
 * its machine was steady. What a cache spares besides is welcome, and not asked for.
 *
 * @param groupsFrozen layer groups that froze
 * @param groupsUnchanged those whose weights and BatchNorm statistics were at the end, and whenever
 *     they were looked at, as at the freeze
 * @param costs step cost by frozen prefix relative to the baseline, from none on; empty for a run
 *     by itself
 * @param traces what the step after each freeze event left in the frozen groups, as far as the
 *     engine could tell
 * @param checks the step times at each freeze event
 */
public record FreezeAudit(
    int groupsFrozen,
    int groupsUnchanged,
    List<PrefixCost> costs,
    List<Metric.Traced> traces,
    List<Metric.TimeChecked> checks) {

  public FreezeAudit {
    costs = List.copyOf(costs);
    traces = List.copyOf(traces);
    checks = List.copyOf(checks);
  }

  /**
   * Audits a run against the baseline that advanced in lockstep with it. Of runs that ended early,
   * the step costs are those of the steps that both trained.
   */
  public static FreezeAudit of(
      TrainingRun baseline, TrainingRun scheduled, ArchitectureSpec architecture) {
    List<Metric.Step> base = baseline.steps();
    List<Metric.Step> steps =
        scheduled.steps().subList(0, Math.min(base.size(), scheduled.steps().size()));
    IntToDoubleFunction time = i -> steps.get(i).wallSeconds() / base.get(i).wallSeconds();
    GroupCosts macs = GroupCosts.ofMacs(NetworkCost.of(architecture));
    IntToDoubleFunction cost = macs::stepCost;
    IntToDoubleFunction expected = expected(scheduled.record(), steps, macs);
    var prefixes = new TreeSet<Integer>();
    steps.forEach(step -> prefixes.add(step.frozenPrefix()));
    List<PrefixCost> costs = new ArrayList<>();
    for (int prefix : prefixes) {
      int[] timed =
          IntStream.range(0, steps.size())
              .filter(i -> steps.get(i).timed() && steps.get(i).frozenPrefix() == prefix)
              .toArray();
      if (timed.length > 0) {
        costs.add(
            new PrefixCost(
                prefix,
                timed.length,
                new Median().evaluate(Arrays.stream(timed).mapToDouble(time).toArray()),
                new Median().evaluate(Arrays.stream(timed).mapToDouble(expected).toArray())
                    / macs.stepCost(0)));
      }
    }
    return of(scheduled, costs, new StepTimeAudit(steps, time, false, cost).checks());
  }

  /** The predicted cost of each step by its index, with what a cache is expected to spare. */
  private static IntToDoubleFunction expected(
      RunRecord record, List<Metric.Step> steps, GroupCosts macs) {
    Optional<PrefixCaching> caching = record.prefixCaching();
    if (caching.isEmpty()) {
      return i -> macs.stepCost(steps.get(i).frozenPrefix());
    }
    LayerwiseSchedule schedule = record.policy().forLayers(macs.groups().size());
    return i -> macs.stepCost(schedule, record.length(), steps.get(i).step(), caching.get());
  }

  /**
   * Audits a run of which no baseline is at hand. What its files say of step times, perhaps found
   * beside a baseline, stands.
   */
  public static FreezeAudit ofAlone(TrainingRun run, ArchitectureSpec architecture) {
    List<Metric.Step> steps = run.steps();
    IntToDoubleFunction cost = GroupCosts.ofMacs(NetworkCost.of(architecture))::stepCost;
    return of(
        run,
        List.of(),
        new StepTimeAudit(steps, i -> steps.get(i).wallSeconds(), true, cost).checks());
  }

  private static FreezeAudit of(
      TrainingRun run, List<PrefixCost> costs, List<Metric.TimeChecked> checks) {
    List<Metric.TimeChecked> known = run.timeChecks();
    var unchanged = new TreeMap<Integer, Boolean>();
    run.audits()
        .forEach(audit -> unchanged.merge(audit.group(), audit.unchanged(), (a, b) -> a && b));
    return new FreezeAudit(
        run.freezes().size(),
        (int) unchanged.values().stream().filter(u -> u).count(),
        costs,
        run.traces(),
        known.isEmpty() ? checks : known);
  }

  /** Whether every frozen group stayed bit for bit as it was. */
  public boolean weightsUntouched() {
    return groupsUnchanged == groupsFrozen;
  }

  /** Whether no step was seen to compute a gradient, or to keep a momentum, for a frozen group. */
  public boolean nothingLeft() {
    return traces.stream().allMatch(trace -> trace.found().equals(FrozenTraces.NONE));
  }

  /** Whether at no freeze event steps were seen to become no cheaper. */
  public boolean stepsCheaper() {
    return checks.stream().noneMatch(c -> c.verdict() == StepTimeVerdict.NOT_CHEAPER);
  }

  /** What it comes to; empty for a run in which nothing froze. */
  public Optional<AuditVerdict> verdict() {
    if (groupsFrozen == 0) {
      return Optional.empty();
    }
    if (!failures().isEmpty()) {
      return Optional.of(AuditVerdict.FAILED);
    }
    return Optional.of(
        checks.stream().anyMatch(c -> c.verdict() == StepTimeVerdict.OK)
            ? AuditVerdict.PASSED
            : AuditVerdict.UNPROVEN);
  }

  /** Whether nothing that should not be was found. */
  public boolean passed() {
    return failures().isEmpty();
  }

  /** What should not be, in a line each, with the numbers. */
  public List<String> failures() {
    List<String> failures = new ArrayList<>();
    if (!weightsUntouched()) {
      failures.add(
          "only "
              + groupsUnchanged
              + " of "
              + groupsFrozen
              + " frozen layer groups are bit for bit as they were when they froze");
    }
    traces.stream()
        .filter(trace -> !trace.found().equals(FrozenTraces.NONE))
        .forEach(
            trace ->
                failures.add(
                    String.format(
                        Locale.ROOT,
                        "step %d, with %s frozen, computed gradients for %d of their parameters and"
                            + " left a momentum for %d",
                        trace.step(),
                        groups(trace.frozenPrefix()),
                        trace.gradients(),
                        trace.velocities())));
    List<Metric.TimeChecked> slow =
        checks.stream().filter(c -> c.verdict() == StepTimeVerdict.NOT_CHEAPER).toList();
    if (!slow.isEmpty()) {
      failures.add(
          "steps did not get cheaper as groups froze: "
              + slow.stream().map(FreezeAudit::numbers).collect(Collectors.joining("; ")));
    }
    return failures;
  }

  private static String numbers(Metric.TimeChecked check) {
    return String.format(
        Locale.ROOT,
        "with %s frozen a step took %.1f %% (%.1f to %.1f) of one with %s frozen, predicted %.1f %%",
        groups(check.frozenPrefix()),
        100 * check.measured(),
        100 * check.low(),
        100 * check.high(),
        groups(check.reference()),
        100 * check.predicted());
  }

  private static String groups(int prefix) {
    return prefix == 0 ? "nothing" : prefix + (prefix == 1 ? " group" : " groups");
  }
}
