package org.freezeout.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.CostModels;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.NetworkCost;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts savings. */
@Command(
    name = "predict",
    description = {
      "What each strategy is predicted to save of the training time, without training.%n",
      "A saving is a fraction, 1 - C_f / C; the speedup factor is C / C_f.%n",
      "Example: freezeout predict --arch densenet-bc-76-12 --t0 0.5,0.8 --cost"
          + " paper,authors,gradient%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class PredictCommand implements Callable<Integer> {

  @Mixin private ArchitectureOptions network;

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      order = 20,
      split = ",",
      defaultValue = Defaults.STRATEGIES,
      description =
          "linear, linear-scaled, squared, squared-scaled, cubic, cubic-scaled; may be repeated"
              + " (default: ${DEFAULT-VALUE}).")
  private List<Strategy> strategies;

  @Option(
      names = "--t0",
      paramLabel = "T0",
      order = 21,
      split = ",",
      defaultValue = Defaults.T0,
      description =
          "Where the first layer freezes, before the power of the spacing, in (0, 1]; may be"
              + " repeated (default: ${DEFAULT-VALUE}).")
  private List<Double> t0s;

  @Option(
      names = "--cost",
      paramLabel = "MODEL",
      order = 30,
      split = ",",
      defaultValue = Defaults.COSTS,
      description =
          "Cost models: paper as published, authors as their code counts (DenseNet-BC only),"
              + " gradient by exact accounting; may be repeated (default: ${DEFAULT-VALUE}).")
  private List<String> costs;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    List<CostModel> costModels = costs.stream().map(CostModels::named).toList();
    // The base rate changes no saving.
    List<FreezeOut> schedules =
        Schedules.of(Double.parseDouble(Defaults.BASE_RATE), strategies, t0s);
    ArchitectureSpec architecture = network.architecture();
    long macs = NetworkCost.of(architecture).macs();
    var table =
        new Table("arch", "macs", "strategy", "t0", "cost_model", "saving", "speedup_factor");
    for (FreezeOut schedule : schedules) {
      FreezePlan plan = FreezePlan.continuous(schedule, architecture.groups().size());
      for (CostModel model : costModels) {
        double saving = model.saving(architecture, plan);
        table.row(
            architecture.name(),
            macs,
            schedule.name(),
            schedule.t0(),
            model.name(),
            saving,
            1 / (1 - saving));
      }
    }
    table.print(format.format);
    return ExitCode.OK;
  }
}
