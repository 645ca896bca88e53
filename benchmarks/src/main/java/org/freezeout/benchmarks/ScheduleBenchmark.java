package org.freezeout.benchmarks;

import ai.djl.training.tracker.CosineTracker;
import ai.djl.training.tracker.Tracker;
import java.util.concurrent.TimeUnit;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** All learning rates of a network of 100 layers, for one step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ScheduleBenchmark {

  private static final int LAYERS = 100;
  private static final TrainingLength LENGTH = new TrainingLength(100, 1000);

  /** No layer freezes before the last step: the most work there can be. */
  private final LayerwiseSchedule schedule =
      FreezeOut.of(0.1, 1, Strategy.CUBIC_SCALED).forLayers(LAYERS);

  private final double[] rates = new double[LAYERS];

  /** DJL's own cosine, whose rate does not depend on the layer. */
  private final Tracker tracker =
      CosineTracker.builder()
          .setBaseValue(0.1f)
          .optFinalValue(0)
          .setMaxUpdates(LENGTH.steps())
          .build();

  private int step;

  /** FreezeOut's schedule: all rates at once. */
  @Benchmark
  public double[] allRates() {
    schedule.rates(LENGTH.progress(next()), rates);
    return rates;
  }

  /** FreezeOut's schedule, asked layer by layer, which calls the cosine. */
  @Benchmark
  public void rateByRate(Blackhole blackhole) {
    double t = LENGTH.progress(next());
    for (int i = 0; i < LAYERS; i++) {
      blackhole.consume(schedule.rate(i, t));
    }
  }

  /** DJL's tracker, asked once for each layer as an optimizer of DJL does. */
  @Benchmark
  public void cosineTracker(Blackhole blackhole) {
    int now = next();
    for (int i = 0; i < LAYERS; i++) {
      blackhole.consume(tracker.getNewValue(now));
    }
  }

  /** Another step each time, so that nothing can be computed ahead. */
  private int next() {
    step = (step + 1) % LENGTH.steps();
    return step;
  }
}
