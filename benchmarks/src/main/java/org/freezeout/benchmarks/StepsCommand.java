package org.freezeout.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.freezeout.schedule.UniformAnnealing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** FreezeOut's trainer and its drop-in API with freezing switched off, beside plain DJL. */
@Command(
    name = "steps",
    description = "Step time with freezing switched off, over that of plain DJL.",
    mixinStandardHelpOptions = true)
final class StepsCommand implements Callable<Integer> {

  @Mixin private WorkloadOptions options;

  @Option(
      names = "--rounds",
      defaultValue = "30",
      description = "Turns of each contender (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--steps",
      defaultValue = "3",
      description = "Steps of a turn (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Override
  public Integer call() throws IOException {
    Workload workload = options.workload((rounds + 2) * steps);
    try (Contender product =
            new ProductTraining(workload, new UniformAnnealing(Workload.BASE_RATE));
        Contender nesterov = EasyTraining.nesterov(workload);
        Contender sgd = EasyTraining.sgd(workload);
        Contender dropIn = EasyTraining.dropIn(workload)) {
      List<Contender> contenders = List.of(product, nesterov, sgd, dropIn);
      var rotation = new Rotation(contenders, options.engine());
      rotation.time(2, steps); // compiles code and fills memory pools
      double[][] seconds = rotation.time(rounds, steps);
      for (int i = 0; i < contenders.size(); i++) {
        System.out.printf(
            "%-28s %8.2f ms a step%n", contenders.get(i).name(), 1e3 * Rotation.median(seconds[i]));
      }
      print("freezeout / EasyTrain, same arithmetic", seconds[0], seconds[1]);
      print("freezeout / EasyTrain, Sgd", seconds[0], seconds[2]);
      print("drop-in / EasyTrain, Sgd", seconds[3], seconds[2]);
    }
    return 0;
  }

  private static void print(String what, double[] numerators, double[] denominators) {
    double[] ratios = Rotation.ratios(numerators, denominators);
    System.out.printf(
        "%-40s %6.3f  half of the rounds in [%.3f, %.3f]%n",
        what,
        Rotation.median(ratios),
        Rotation.quantile(ratios, 0.25),
        Rotation.quantile(ratios, 0.75));
  }
}
