package org.freezeout.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.freezeout.cost.EngineMemory;
import org.freezeout.cost.NetworkMemory;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.CosineAnnealing;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What training takes of memory as one group after the other freezes. */
@Command(
    name = "prefix-memory",
    description = "Peak memory with each frozen prefix, predicted and measured (Linux, glibc).",
    mixinStandardHelpOptions = true)
final class PrefixMemoryCommand implements Callable<Integer> {

  @Mixin private WorkloadOptions options;

  @Option(
      names = "--steps",
      defaultValue = "3",
      description = "Steps with each prefix (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Override
  public Integer call() throws IOException {
    int groups = options.workload(1).architecture().groups().size();
    Workload workload = options.workload(groups * steps);
    NetworkMemory predicted = NetworkMemory.of(workload.architecture());
    EngineMemory engine =
        options.engine().equals("pytorch") ? EngineMemory.PYTORCH : EngineMemory.MXNET;
    System.out.printf("%7s %10s %10s %8s%n", "prefix", "predicted", "measured", "error");
    try (TrainingSession session = workload.open();
        var memory = new MallocUse()) {
      long before = memory.now();
      Learner learner = session.newLearner(schedule(groups, workload.spec().length()));
      for (int k = 0; k < groups; k++) {
        memory.takePeak();
        for (int step = k * steps; step < (k + 1) * steps; step++) {
          session.loadBatch(step);
          learner.train(step);
          Rotation.synchronize(options.engine());
        }
        double measured = (memory.takePeak() - before) / 1e6;
        double peak = predicted.step(k, options.batch(), engine).peak() / 1e6;
        System.out.printf(
            "%7d %7.1f MB %7.1f MB %+7.1f%%%n", k, peak, measured, 100 * (peak / measured - 1));
      }
    }
    return 0;
  }

  /** One more group is frozen after every so many steps. */
  private LayerwiseSchedule schedule(int groups, TrainingLength length) {
    List<CosineAnnealing> layers = new ArrayList<>();
    IntStream.range(1, groups)
        .mapToDouble(k -> (k * steps - 0.5) / length.steps())
        .forEach(end -> layers.add(new CosineAnnealing(Workload.BASE_RATE, end)));
    layers.add(new CosineAnnealing(Workload.BASE_RATE, 1));
    return new LayerwiseSchedule(layers);
  }
}
