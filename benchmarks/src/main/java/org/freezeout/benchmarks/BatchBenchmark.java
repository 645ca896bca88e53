package org.freezeout.benchmarks;

import java.util.concurrent.TimeUnit;
import org.freezeout.data.Augmentation;
import org.freezeout.data.Batch;
import org.freezeout.data.ImageDatasets;
import org.freezeout.data.TrainingBatches;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Batches of 64 images of 1x32x32 from the bundled data set, on one thread: images a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class BatchBenchmark {

  private static final int BATCH = 64;

  /** How images are augmented. */
  @Param({"NONE", "STANDARD"})
  public Augmentation augmentation;

  private TrainingBatches batches;
  private int step;

  /** Opens the images. */
  @Setup
  public void open() {
    batches =
        new TrainingBatches(ImageDatasets.open(ImageDatasets.DEFAULT), augmentation, BATCH, 1);
  }

  /** Shuffles, augments and normalises a batch. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Batch prepare() {
    step = (step + 1) % batches.stepsPerEpoch();
    return batches.batch(step);
  }
}
