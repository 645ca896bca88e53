package org.freezeout.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.PredictionGap;
import org.freezeout.experiment.TrainingRun;

/**
 * All that the report of a comparison shows; templates only place it.
 *
 * @param title of the page
 * @param subtitle network, images, engine and device
 * @param answer sentences, the most important one first
 * @param warnings what went wrong
 * @param caveats what the numbers cannot tell
 * @param models names of the cost models
 * @param baseline the first row of the main table
 * @param rows its other rows
 * @param explanations of savings that are far from the prediction
 * @param figures groups of figures
 * @param verdicts of the freeze audit
 * @param waits share of each run's time that was waiting for data
 * @param experiment what was trained
 * @param machine where
 * @param command trains the same again
 */
record ComparisonPage(
    String title,
    String subtitle,
    List<String> answer,
    List<String> warnings,
    List<String> caveats,
    List<String> models,
    ResultRow baseline,
    List<ResultRow> rows,
    List<Explanation> explanations,
    List<FigureGroup> figures,
    List<Verdict> verdicts,
    List<Fact> waits,
    List<Fact> experiment,
    List<Fact> machine,
    String command) {

  static ComparisonPage of(Comparison comparison) {
    TrainingRun baseline = comparison.baseline();
    List<String> models =
        comparison.rows().stream()
            .flatMap(r -> r.predicted().keySet().stream())
            .distinct()
            .toList();
    List<Verdict> verdicts =
        comparison.runs().stream().map(run -> verdict(comparison, run)).toList();
    List<TrainingRun> runs = new ArrayList<>(List.of(baseline));
    runs.addAll(comparison.runs());
    return new ComparisonPage(
        "FreezeOut on " + comparison.architecture().name(),
        subtitle(baseline),
        Headline.of(comparison),
        warnings(runs, verdicts),
        Caveats.of(comparison),
        models,
        ResultRow.ofBaseline(baseline, models),
        IntStream.range(0, comparison.rows().size())
            .mapToObj(
                i ->
                    ResultRow.of(
                        comparison.rows().get(i),
                        comparison.rows(),
                        comparison.runs().get(i),
                        models))
            .toList(),
        explanations(comparison),
        ComparisonFigures.of(comparison, runs),
        verdicts,
        runs.stream().map(run -> new Fact(Words.run(run), Words.percent(run.waitShare()))).toList(),
        Settings.experiment(comparison.architecture(), baseline.record()),
        Settings.machine(baseline.record()),
        CommandLine.of(comparison));
  }

  /** Whether a calibration predicted the saving in any whole run. */
  boolean totalsPredicted() {
    return rows.stream().anyMatch(row -> !row.predictedTotal().isEmpty());
  }

  /** Whether any run has a cache. */
  boolean cached() {
    return rows.stream().anyMatch(row -> !row.hits().isEmpty());
  }

  /** The step times at every freeze event of every run. */
  List<Verdict.Event> events() {
    return verdicts.stream().flatMap(verdict -> verdict.events().stream()).toList();
  }

  static String subtitle(TrainingRun run) {
    return run.record().dataset()
        + " · "
        + run.record().engine()
        + " on "
        + run.record().device()
        + " · "
        + Words.date(run.record().startedAt());
  }

  private static List<String> warnings(List<TrainingRun> runs, List<Verdict> verdicts) {
    List<String> warnings = new ArrayList<>();
    runs.stream()
        .filter(run -> !run.finished())
        .forEach(run -> warnings.add(Words.run(run) + " " + Words.reason(run.record())));
    verdicts.stream()
        .filter(Verdict::failed)
        .forEach(
            verdict ->
                warnings.add(
                    "The freeze audit of "
                        + verdict.name()
                        + " failed: "
                        + String.join("; ", verdict.reasons())
                        + ". Its saving is not to be trusted."));
    return warnings;
  }

  private static Verdict verdict(Comparison comparison, TrainingRun run) {
    return comparison.baseline().finished() && run.finished()
        ? Verdict.of(run, comparison.audit(run))
        : Verdict.notAudited(run);
  }

  private static List<Explanation> explanations(Comparison comparison) {
    List<Explanation> explanations = new ArrayList<>();
    for (int i = 0; i < comparison.rows().size(); i++) {
      ComparisonRow row = comparison.rows().get(i);
      if (row.differenceFromGradient() != null) {
        PredictionGap gap = PredictionGap.of(row, comparison.audit(comparison.runs().get(i)));
        if (gap.noteworthy()) {
          explanations.add(Explanation.of(row, gap, comparison.architecture()));
        }
      }
    }
    return explanations;
  }
}
