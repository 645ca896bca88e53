package org.freezeout.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.freezeout.cost.Advice;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.LostTraining;
import org.freezeout.cost.SavingInterval;
import org.freezeout.cost.Solution;
import org.freezeout.experiment.Json;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lays the ways to a wanted saving side by side. */
@Command(
    name = "plan",
    description = {
      "The ways to a wanted saving, side by side: for each strategy the t0, and how much training it"
          + " takes from the layers. Says where freezing is not worth it.%n",
      "Lost training is by how much the integral of the learning rate falls, on average over the"
          + " layers and in the worst of them; the rate factor is how far above the base rate a"
          + " layer starts. Candidates that another one beats in both are not on the front.%n",
      "Example: freezeout plan --calibration FILE --saving 0.20%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class PlanCommand implements Callable<Integer> {

  @Mixin private ArchitectureOptions architecture;

  @Option(
      names = "--saving",
      paramLabel = "SAVING",
      order = 20,
      required = true,
      description = "The wanted saving: a fraction of the training time, in [0, 1).")
  private double saving;

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      order = 30,
      split = ",",
      defaultValue = "linear,linear-scaled,squared,squared-scaled,cubic,cubic-scaled",
      description = "The strategies to choose from (default: ${DEFAULT-VALUE}).")
  private List<Strategy> strategies;

  @Mixin private CalibrationOption calibration;

  @Mixin private FormatOption format;

  /** A strategy that reaches the wanted saving. */
  private record Candidate(FreezeOut policy, SavingInterval saving, LostTraining lost) {}

  @Override
  public Integer call() throws IOException {
    Costs models =
        Costs.of(
            calibration.file == null ? List.of(GradientCost.NAME) : List.of(), calibration.file);
    models.calibration().ifPresent(architecture::defaultTo);
    Network network = architecture.network();
    CostModel model = models.models(network.architecture()).get(0);
    models.tellOrigin();
    List<Candidate> candidates = new ArrayList<>();
    double most = 0;
    for (Strategy strategy : strategies) {
      Solution solution = network.solve(model, strategy, saving);
      if (solution instanceof Solution.Found found) {
        candidates.add(candidate(network, model, strategy, found.t0()));
      } else if (solution instanceof Solution.Impossible impossible) {
        most = Math.max(most, impossible.maxSaving());
      }
    }
    print(candidates);
    advise(candidates, most);
    return ExitCode.OK;
  }

  private static Candidate candidate(
      Network network, CostModel model, Strategy strategy, double t0) {
    // The base rate changes neither saving nor lost training.
    FreezeOut policy = FreezeOut.of(Double.parseDouble(Defaults.BASE_RATE), t0, strategy);
    FreezePlan plan = FreezePlan.continuous(policy, network.groups());
    double saving = network.saving(model, plan);
    return new Candidate(
        policy,
        model instanceof CalibratedCost calibrated
            ? calibrated.interval(plan)
            : new SavingInterval(saving, saving, saving),
        LostTraining.of(policy, network.groups()));
  }

  private void print(List<Candidate> candidates) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Candidate candidate : candidates) {
      boolean beaten =
          candidates.stream().anyMatch(other -> other.lost().dominates(candidate.lost()));
      rows.add(cells(candidate, !beaten));
    }
    if (format.format == Format.JSON) {
      System.out.println(Json.pretty(rows));
    } else if (!rows.isEmpty()) {
      var table = new Table(rows.get(0).keySet().toArray(String[]::new));
      rows.forEach(row -> table.row(row.values().toArray()));
      table.print(format.format);
    }
  }

  private Map<String, Object> cells(Candidate candidate, boolean front) {
    boolean measured = calibration.file != null;
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("strategy", candidate.policy().name());
    cells.put("t0", candidate.policy().t0());
    cells.put("saving", candidate.saving().saving());
    cells.put("saving_low", measured ? candidate.saving().low() : null);
    cells.put("saving_high", measured ? candidate.saving().high() : null);
    cells.put("lost_training", candidate.lost().mean());
    cells.put("worst_layer", candidate.lost().worst());
    cells.put("rate_factor", candidate.lost().rateFactor());
    cells.put("front", format.format == Format.JSON ? front : front ? "yes" : "no");
    if (measured) {
      cells.putAll(Advised.cells(candidate.saving()));
    }
    return cells;
  }

  /** Says on stderr why not to freeze, where that is so. */
  private void advise(List<Candidate> candidates, double most) {
    if (candidates.isEmpty()) {
      System.err.printf(
          Locale.ROOT,
          "freezeout: impossible: no strategy saves %s; the most is %.4f%n",
          saving,
          most);
    } else if (candidates.stream().noneMatch(c -> Advice.of(c.saving()).freeze())) {
      System.err.println(
          calibration.file == null
              ? "freezeout: do not freeze: nothing is saved"
              : "freezeout: do not freeze: what was measured does not tell any of these savings"
                  + " from 0");
    }
  }
}
