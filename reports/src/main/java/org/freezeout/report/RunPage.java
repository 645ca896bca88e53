package org.freezeout.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.experiment.FreezeAudit;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.Timeline;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.UniformAnnealing;

/**
 * All that the report of a single run shows; templates only place it.
 *
 * @param title of the page
 * @param subtitle images, engine and device
 * @param answer sentences, the most important one first
 * @param warnings what went wrong
 * @param caveats what the numbers cannot tell
 * @param figures groups of figures
 * @param evaluations on the test images
 * @param freezes of layer groups
 * @param verdict of the freeze audit
 * @param experiment what was trained
 * @param machine where
 * @param command trains the same again
 */
record RunPage(
    String title,
    String subtitle,
    List<String> answer,
    List<String> warnings,
    List<String> caveats,
    List<FigureGroup> figures,
    List<EvaluationRow> evaluations,
    List<FreezeRow> freezes,
    Verdict verdict,
    List<Fact> experiment,
    List<Fact> machine,
    String command) {

  /** An evaluation, every cell as it is shown. */
  record EvaluationRow(String step, String time, String error, String loss) {}

  /** A freeze event, every cell as it is shown. */
  record FreezeRow(String group, String step, String progress, String audit) {}

  /** The step times at every freeze event. */
  List<Verdict.Event> events() {
    return verdict.events();
  }

  static RunPage of(TrainingRun run, ArchitectureSpec architecture) {
    RunRecord record = run.record();
    FreezeAudit audit = FreezeAudit.ofAlone(run, architecture);
    return new RunPage(
        architecture.name() + ", " + Words.run(run),
        ComparisonPage.subtitle(run),
        answer(run, audit),
        warnings(run, audit),
        List.of(
            "What freezing saved. Only a run without it, beside this one on the same machine, can"
                + " tell: ./freezeout compare trains both."),
        figures(run, architecture),
        evaluations(run),
        run.freezes().stream().map(freeze -> freeze(run, freeze)).toList(),
        Verdict.of(run, audit),
        Settings.experiment(architecture, record),
        Settings.machine(record),
        CommandLine.of(record));
  }

  private static List<String> answer(TrainingRun run, FreezeAudit audit) {
    RunRecord record = run.record();
    List<String> answer = new ArrayList<>();
    answer.add(
        Words.count(record.step())
            + " of "
            + Caveats.plural(record.steps(), "step")
            + " in "
            + Words.duration(Timeline.of(run).end())
            + (record.errorPercent() == null
                ? "."
                : ": test error " + Words.percentValue(record.errorPercent()) + "."));
    answer.add(Words.percent(run.waitShare()) + " of the time was waiting for data.");
    if (!run.freezes().isEmpty()) {
      answer.add(
          Caveats.plural(run.freezes().size(), "layer group")
              + " froze"
              + (run.finished()
                  ? "; "
                      + (audit.weightsUntouched() ? "all" : audit.groupsUnchanged())
                      + " of them are bit for bit as they were when they froze."
                  : "."));
    }
    return answer;
  }

  private static List<String> warnings(TrainingRun run, FreezeAudit audit) {
    List<String> warnings = new ArrayList<>();
    if (!run.finished()) {
      warnings.add("The run " + Words.reason(run.record()));
    }
    if (run.finished()) {
      audit
          .failures()
          .forEach(failure -> warnings.add("The freeze audit failed: " + failure + "."));
    }
    return warnings;
  }

  private static List<FigureGroup> figures(TrainingRun run, ArchitectureSpec architecture) {
    List<FigureGroup> groups = new ArrayList<>();
    ComparisonFigures.training(List.of(run)).ifPresent(groups::add);
    List<String> names = architecture.groups().stream().map(LayerGroup::name).toList();
    LayerwiseSchedule schedule = run.record().policy().forLayers(names.size());
    List<Key> legend = new ArrayList<>(RateFigure.legend(names));
    legend.add(Key.dashed("without freezing", Palette.QUIET));
    groups.add(
        new FigureGroup(
            "Step time and learning rates",
            "Step times are "
                + StepTimeFigure.smoothing(run.record().steps())
                + "; marks at the foot: a layer group freezes.",
            legend,
            List.of(
                StepTimeFigure.absolute("step-time", run),
                ComparisonFigures.rates(
                    "rates",
                    "Learning rates",
                    schedule,
                    names,
                    new UniformAnnealing(run.record().baseRate()).forLayers(1),
                    RateFigure.largestRate(schedule))),
            false));
    return groups;
  }

  private static List<EvaluationRow> evaluations(TrainingRun run) {
    Timeline time = Timeline.of(run);
    List<Metric.Evaluated> evaluations = run.evaluations();
    return IntStream.range(0, evaluations.size())
        .mapToObj(
            e -> {
              Metric.Evaluated evaluation = evaluations.get(e);
              return new EvaluationRow(
                  Words.count(evaluation.step()),
                  Words.duration(time.afterEvaluation(e)),
                  Words.percentValue(evaluation.errorPercent()),
                  evaluation.loss() == null ? Words.NONE : Words.fixed(evaluation.loss(), 4));
            })
        .toList();
  }

  private static FreezeRow freeze(TrainingRun run, Metric.Frozen freeze) {
    String audit =
        run.audits().stream()
            .filter(a -> a.group() == freeze.group())
            .map(Metric.Audited::unchanged)
            .reduce(Boolean::logicalAnd)
            .map(unchanged -> unchanged ? "unchanged" : "changed")
            .orElse(Words.NONE);
    return new FreezeRow(
        freeze.name(),
        Words.count(freeze.step()),
        Words.fixed((double) freeze.step() / run.record().steps(), 3),
        audit);
  }
}
