package org.freezeout.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;
import org.freezeout.schedule.UniformAnnealing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a whole run saves, over what it could save: the saving of a bare loop of DJL with the same
 * frozen prefix in every step. All four are trained step by step in turn, for one epoch.
 */
@Command(
    name = "saving",
    description = "Delivered saving of a run, over what a bare DJL loop allows.",
    mixinStandardHelpOptions = true)
final class SavingCommand implements Callable<Integer> {

  private static final int WARM_UP = 4;

  @Mixin private WorkloadOptions options;

  @Option(
      names = "--t0",
      defaultValue = "0.5",
      description = "Where the first layer freezes (default: ${DEFAULT-VALUE}).")
  private double t0;

  /** The four that take turns, by their place in {@link #call}. */
  private static final int BASELINE = 0;

  private static final int FREEZING = 1;
  private static final int BARE = 2;
  private static final int BARE_FROZEN = 3;

  @Override
  public Integer call() throws IOException {
    Workload workload = options.workload(1);
    int groups = workload.architecture().groups().size();
    LayerwiseSchedule schedule = FreezeOut.of(Workload.BASE_RATE, t0).forLayers(groups);
    TrainingLength length = workload.spec().length();
    int steps = length.steps();
    double[][] seconds = new double[4][steps];
    int[] prefixes = new int[steps];
    try (TrainingSession session = workload.open();
        BareLoop bare = new BareLoop(workload)) {
      Learner baseline =
          session.newLearner(new UniformAnnealing(Workload.BASE_RATE).forLayers(groups));
      Learner freezing = session.newLearner(schedule);
      for (int s = -WARM_UP; s < steps; s++) {
        int step = Math.max(0, s);
        int prefix = schedule.frozenPrefix(length.progress(step));
        long start = System.nanoTime();
        session.loadBatch(step);
        double load = (System.nanoTime() - start) / 1e9;
        Runnable[] turns = {
          () -> baseline.train(step), () -> freezing.train(step),
          () -> bare.step(0), () -> bare.step(prefix)
        };
        for (int turn = 0; turn < turns.length; turn++) {
          int index = Math.floorMod(s + turn, turns.length);
          start = System.nanoTime();
          turns[index].run();
          seconds[index][step] = (System.nanoTime() - start) / 1e9 + (index < BARE ? load : 0);
        }
        prefixes[step] = prefix;
      }
    }
    System.out.printf(
        "%.2f ms a step with nothing frozen; %.2f ms in the bare loop%n",
        1e3 * Rotation.median(seconds[BASELINE]), 1e3 * Rotation.median(seconds[BARE]));
    System.out.printf("%7s %6s %10s %10s%n", "prefix", "steps", "freezeout", "bare loop");
    for (int prefix : IntStream.of(prefixes).distinct().toArray()) {
      IntPredicate same = s -> prefixes[s] == prefix;
      System.out.printf(
          "%7d %6d %10.3f %10.3f%n",
          prefix,
          IntStream.range(0, steps).filter(same).count(),
          median(seconds[FREEZING], seconds[BASELINE], same),
          median(seconds[BARE_FROZEN], seconds[BARE], same));
    }
    print("sums of step times", sum(seconds, FREEZING, BASELINE), sum(seconds, BARE_FROZEN, BARE));
    print(
        "median of each prefix",
        medians(prefixes, seconds[FREEZING], seconds[BASELINE]),
        medians(prefixes, seconds[BARE_FROZEN], seconds[BARE]));
    return 0;
  }

  private static void print(String how, double delivered, double allowed) {
    System.out.printf(
        "%-22s delivered saving %.4f, allowed %.4f, ratio %.3f%n",
        how, 1 - delivered, 1 - allowed, (1 - delivered) / (1 - allowed));
  }

  private static double sum(double[][] seconds, int numerator, int denominator) {
    return Arrays.stream(seconds[numerator]).sum() / Arrays.stream(seconds[denominator]).sum();
  }

  /** The mean over steps of the median ratio at each step's prefix. */
  private static double medians(int[] prefixes, double[] numerators, double[] denominators) {
    return IntStream.of(prefixes)
        .mapToDouble(prefix -> median(numerators, denominators, s -> prefixes[s] == prefix))
        .average()
        .orElseThrow();
  }

  private static double median(double[] numerators, double[] denominators, IntPredicate steps) {
    return Rotation.median(
        IntStream.range(0, numerators.length)
            .filter(steps)
            .mapToDouble(s -> numerators[s] / denominators[s])
            .toArray());
  }
}
