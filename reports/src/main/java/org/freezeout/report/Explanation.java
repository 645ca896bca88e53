package org.freezeout.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.PredictionGap;

/**
 * Why a measured saving is not what was predicted, in words and in numbers.
 *
 * @param name the run
 * @param summary by how much
 * @param reasons what the measurements point to
 * @param parts the steps that add most to the difference
 */
record Explanation(String name, String summary, List<String> reasons, List<Part> parts) {

  private static final int MOST_PARTS = 5;

  /**
   * Steps with one frozen prefix.
   *
   * @param frozen which groups were frozen
   * @param share of the steps
   * @param measured cost of a step, of the baseline's
   * @param predicted the same as counted
   * @param contribution to measured minus predicted saving, in points
   */
  record Part(
      String frozen, String share, String measured, String predicted, String contribution) {}

  static Explanation of(ComparisonRow row, PredictionGap gap, ArchitectureSpec architecture) {
    double difference = gap.difference();
    String summary =
        "Measured "
            + Words.percent(gap.measured())
            + ", predicted "
            + Words.percent(gap.predicted())
            + ": "
            + Words.fixed(Math.abs(100 * difference), 1)
            + " points "
            + (difference < 0 ? "less" : "more")
            + " than the gradient cost model says.";
    List<String> reasons = new ArrayList<>();
    gap.causes().forEach(cause -> reasons.add(reason(cause, row)));
    if (reasons.isEmpty()) {
      reasons.add("The measurements show where the difference arises, but no single cause.");
    }
    List<Part> parts =
        gap.largest(MOST_PARTS).stream()
            .sorted(Comparator.comparingInt(share -> share.cost().frozenPrefix()))
            .map(share -> part(share, architecture))
            .toList();
    return new Explanation(Words.run(row), summary, reasons, parts);
  }

  private static Part part(PredictionGap.PrefixShare share, ArchitectureSpec architecture) {
    int prefix = share.cost().frozenPrefix();
    String frozen =
        prefix == 0 ? "none" : prefix + ", up to " + architecture.groups().get(prefix - 1).name();
    return new Part(
        frozen,
        Words.percent(share.share()),
        Words.percent(share.cost().measured()),
        Words.percent(share.cost().predicted()),
        Words.points(share.contribution()));
  }

  private static String reason(PredictionGap.Cause cause, ComparisonRow row) {
    return switch (cause) {
      case NOISE ->
          "Noise alone may explain it: the 90 % interval of the measurement, "
              + Words.interval(row.measuredSavingLow(), row.measuredSavingHigh())
              + ", contains the prediction. A longer run would narrow it.";
      case OUTLIERS ->
          "Most of it does not show in median step times: a minority of unusually slow or fast"
              + " steps made it.";
      case BEFORE_FREEZING ->
          "A large part was there before anything froze, when this run and the baseline do the"
              + " same work: freezing did not make it.";
      case EARLY_LAYERS_COST_MORE ->
          "Early layers take more time for a multiply-accumulate than later ones, so freezing them"
              + " saved more than counted. Their maps are large, and what is not counted"
              + " (activations, normalisation, memory traffic) grows with the maps.";
      case LATER_LAYERS_COST_MORE ->
          "Freezing the first groups saved less than counted: they take less time for a"
              + " multiply-accumulate than later ones, or a cost of each step hides what they save.";
      case MORE_THAN_COUNTED ->
          "A step got cheaper by more than counted, whichever groups were frozen: the gradients and"
              + " the update take a larger part of a step's time than of its multiply-accumulates.";
      case LESS_THAN_COUNTED ->
          "A step got cheaper by less than counted, whichever groups were frozen: it has costs that"
              + " no multiply-accumulate counts and freezing does not remove, such as starting"
              + " operations, activations and normalisation in the forward pass, and memory"
              + " traffic.";
    };
  }
}
