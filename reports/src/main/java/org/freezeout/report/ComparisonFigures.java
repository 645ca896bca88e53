package org.freezeout.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.LayerwiseSchedule;

/** The figures of a comparison. */
final class ComparisonFigures {

  private static final int RATE_WIDTH = 420;
  private static final int RATE_HEIGHT = 250;

  /** Panels whose largest rates differ by no more than this share one scale. */
  private static final double ONE_SCALE = 4;

  private ComparisonFigures() {}

  /**
   * All figures.
   *
   * @param all the baseline and the runs of the comparison
   */
  static List<FigureGroup> of(Comparison comparison, List<TrainingRun> all) {
    List<FigureGroup> groups = new ArrayList<>();
    groups.add(savings(comparison));
    groups.add(stepTimes(comparison));
    training(all).ifPresent(groups::add);
    groups.add(rates(comparison));
    return groups;
  }

  private static FigureGroup savings(Comparison comparison) {
    return new FigureGroup(
        "Predicted and measured savings",
        "Coloured bars are measured; the line with two ends is the 90 % interval.",
        List.of(),
        List.of(SavingFigure.of(comparison.rows())),
        true);
  }

  private static FigureGroup stepTimes(Comparison comparison) {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < comparison.runs().size(); i++) {
      TrainingRun run = comparison.runs().get(i);
      figures.add(
          StepTimeFigure.relative(
              "step-time-" + i, comparison.baseline(), run, comparison.audit(run).costs()));
    }
    return new FigureGroup(
        "Step time as layers freeze",
        "Step times are "
            + StepTimeFigure.smoothing(comparison.baseline().record().steps())
            + ", relative to the baseline's at the same steps. Marks at the foot: a layer group"
            + " freezes.",
        List.of(
            Key.solid("baseline", Palette.QUIET),
            Key.dashed("predicted by the gradient cost model", Palette.TEXT)),
        figures,
        false);
  }

  /** Loss and error of runs, as far as the engine reports them. */
  static Optional<FigureGroup> training(List<TrainingRun> runs) {
    List<Figure> figures = new ArrayList<>();
    if (TrainingFigure.hasLoss(runs)) {
      figures.add(TrainingFigure.loss("loss", runs));
    }
    if (TrainingFigure.hasError(runs)) {
      figures.add(TrainingFigure.error("error", runs));
    }
    if (figures.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FigureGroup(
            "Loss and error against time",
            "A run's own time: its steps, waiting for data and evaluations"
                + (runs.size() == 1 ? "" : ", without what other runs did meanwhile")
                + ". Losses are "
                + StepTimeFigure.smoothing(runs.get(0).record().steps())
                + ".",
            runs.size() == 1
                ? List.of()
                : runs.stream()
                    .map(
                        run ->
                            run.record().cache()
                                ? Key.dashed(
                                    Words.run(run), Palette.ofStrategy(run.record().strategy()))
                                : Key.solid(
                                    Words.run(run), Palette.ofStrategy(run.record().strategy())))
                    .toList(),
            figures,
            false));
  }

  private static FigureGroup rates(Comparison comparison) {
    List<String> names = comparison.architecture().groups().stream().map(LayerGroup::name).toList();
    LayerwiseSchedule baseline = comparison.baseline().record().policy().forLayers(names.size());
    List<TrainingRun> runs =
        comparison.runs().stream().filter(run -> isFirst(run, comparison.runs())).toList();
    List<LayerwiseSchedule> schedules =
        runs.stream().map(run -> run.record().policy().forLayers(names.size())).toList();
    double[] largest = schedules.stream().mapToDouble(RateFigure::largestRate).sorted().toArray();
    boolean oneScale = largest.length > 0 && largest[largest.length - 1] <= ONE_SCALE * largest[0];
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < schedules.size(); i++) {
      String name = Words.run(runs.get(i).record().strategy(), runs.get(i).record().t0());
      figures.add(
          rates(
              "rates-" + i,
              name,
              schedules.get(i),
              names,
              baseline,
              oneScale ? largest[largest.length - 1] : RateFigure.largestRate(schedules.get(i))));
    }
    List<Key> legend = new ArrayList<>(RateFigure.legend(names));
    legend.add(Key.dashed("baseline, all groups", Palette.QUIET));
    return new FigureGroup(
        "Learning rates",
        "Each layer group follows its own curve and freezes where it reaches 0"
            + (names.size() > RateFigure.shown(names.size()).size()
                ? "; "
                    + RateFigure.shown(names.size()).size()
                    + " of "
                    + names.size()
                    + " are drawn."
                : "."),
        legend,
        figures,
        false);
  }

  /** Whether no run before it has the same schedule. */
  private static boolean isFirst(TrainingRun run, List<TrainingRun> runs) {
    return runs.stream()
        .filter(other -> other.record().policy().equals(run.record().policy()))
        .findFirst()
        .orElseThrow()
        .equals(run);
  }

  /** The learning rates of one run. */
  static Figure rates(
      String id,
      String name,
      LayerwiseSchedule schedule,
      List<String> groups,
      LayerwiseSchedule baseline,
      double largestRate) {
    Plot plot = RateFigure.plot(RATE_WIDTH, RATE_HEIGHT, schedule, groups, baseline, largestRate);
    String description =
        "Group "
            + groups.get(0)
            + " starts at "
            + Words.fixed(schedule.initialRate(0), 4)
            + " and freezes at "
            + Words.fixed(schedule.freezeTime(0), 3)
            + " of training; group "
            + groups.get(groups.size() - 1)
            + " starts at "
            + Words.fixed(schedule.initialRate(groups.size() - 1), 4)
            + " and trains to "
            + Words.fixed(schedule.freezeTime(groups.size() - 1), 3)
            + ".";
    return new Figure(name, Svg.of(plot.chart(), id, "Learning rates of " + name, description));
  }
}
