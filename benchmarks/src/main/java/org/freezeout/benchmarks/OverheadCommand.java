package org.freezeout.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.ImageSet;
import org.freezeout.data.Normalization;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.UniformAnnealing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What of a step is not arithmetic. The same network on single images of 8x8 pixels makes the same
 * calls and computes next to nothing, so its step is an upper bound for what all calls cost;
 * waiting for the next batch comes on top.
 */
@Command(
    name = "overhead",
    description = "The share of a step outside of the engine, at most.",
    mixinStandardHelpOptions = true)
final class OverheadCommand implements Callable<Integer> {

  private static final int WARM_UP = 60;

  /** Steps that the engine does without a pause. */
  private static final int QUEUED = 4;

  @Mixin private WorkloadOptions options;

  @Option(
      names = "--steps",
      defaultValue = "60",
      description = "Timed steps of each network (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Override
  public Integer call() throws IOException {
    Workload real = options.workload(WARM_UP + steps);
    Workload tiny =
        Workload.of(options.engine(), options.architecture(), 1, WARM_UP + steps, tinyImages());
    double[] realSeconds = new double[steps];
    double[] tinySeconds = new double[steps];
    double[] waitSeconds = new double[steps];
    double[] idleShares = new double[steps];
    try (TrainingSession realSession = real.open();
        TrainingSession tinySession = tiny.open();
        Learner realLearner = realSession.newLearner(baseline(real));
        Learner tinyLearner = tinySession.newLearner(baseline(tiny));
        BareLoop bare = new BareLoop(real)) {
      for (int s = 0; s < WARM_UP + steps; s++) {
        int i = Math.max(0, s - WARM_UP);
        if (s < 5 || s >= WARM_UP) { // many tiny steps, for Java to compile, and few real ones
          waitSeconds[i] = realSession.loadBatch(i).waitSeconds();
          realSeconds[i] = waitSeconds[i] + seconds(realLearner, i, real);
          long start = System.nanoTime();
          bare.queued(QUEUED);
          double engine = (System.nanoTime() - start) / 1e9 / QUEUED;
          idleShares[i] = 1 - engine / realSeconds[i];
        }
        tinySession.loadBatch(s);
        tinySeconds[i] = seconds(tinyLearner, s, tiny);
      }
    }
    double step = Rotation.median(realSeconds);
    double calls = Rotation.median(tinySeconds);
    double wait = Rotation.median(waitSeconds);
    print("step", step, 1);
    print("the same calls, no arithmetic", calls, calls / step);
    print("waiting for the next batch", wait, wait / step);
    double idle = Rotation.median(idleShares);
    print("more than the engine's own time", idle * step, idle);
    return 0;
  }

  private static void print(String what, double seconds, double share) {
    System.out.printf("%-32s %8.2f ms %6.1f %%%n", what, 1e3 * seconds, 100 * share);
  }

  private static double seconds(Learner learner, int step, Workload workload) {
    long start = System.nanoTime();
    learner.train(step);
    Rotation.synchronize(workload.spec().engine().name());
    return (System.nanoTime() - start) / 1e9;
  }

  private static LayerwiseSchedule baseline(Workload workload) {
    return new UniformAnnealing(Workload.BASE_RATE)
        .forLayers(workload.architecture().groups().size());
  }

  private static ImageDataset tinyImages() {
    ImageSet images =
        new ImageSet() {
          @Override
          public int size() {
            return 1000;
          }

          @Override
          public int label(int image) {
            return image % 10;
          }

          @Override
          public void read(int image, byte[] pixels) {
            new Random(image).nextBytes(pixels);
          }
        };
    return new ImageDataset(
        "random",
        1,
        8,
        8,
        IntStream.range(0, 10).mapToObj(String::valueOf).toList(),
        images,
        images,
        new Normalization(List.of(0.5), List.of(0.3)));
  }
}
