package org.freezeout.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.data.Augmentation;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Benchmarks measure what they say; how fast anything is, is no test. */
class BenchmarksTest {

  /** Writes down when it is its turn. */
  private record Recorder(String name, List<String> turns) implements Contender {
    @Override
    public void step() {
      turns.add(name);
    }

    @Override
    public void close() {}
  }

  @Test
  void contendersTakeTurnsInAnOrderThatRotates() {
    List<String> turns = new ArrayList<>();
    var rotation = new Rotation(List.of(new Recorder("a", turns), new Recorder("b", turns)), "");
    double[][] seconds = rotation.time(3, 2);
    assertEquals(List.of("a", "a", "b", "b", "b", "b", "a", "a", "a", "a", "b", "b"), turns);
    assertEquals(2, seconds.length);
    assertEquals(3, seconds[1].length);
  }

  @Test
  void quantilesAreInterpolated() {
    double[] numbers = {4, 1, 3, 2};
    assertEquals(2.5, Rotation.median(numbers));
    assertEquals(1.75, Rotation.quantile(numbers, 0.25));
    assertEquals(4, Rotation.quantile(numbers, 1));
    assertArrayEquals(
        new double[] {2, 0.5}, Rotation.ratios(new double[] {4, 1}, new double[] {2, 2}));
  }

  @Test
  void schedulesAreEvaluatedForEveryLayer() {
    double[] rates = new ScheduleBenchmark().allRates();
    assertEquals(100, rates.length);
    for (double rate : rates) {
      assertTrue(rate > 0);
    }
  }

  @Test
  void batchesArePrepared() {
    var benchmark = new BatchBenchmark();
    benchmark.augmentation = Augmentation.STANDARD;
    benchmark.open();
    assertEquals(64, benchmark.prepare().size());
  }

  /** JMH's code around each benchmark was written. */
  @Test
  void jmhKnowsTheBenchmarks() throws ReflectiveOperationException {
    for (Class<?> type : List.of(ScheduleBenchmark.class, BatchBenchmark.class)) {
      for (var method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Benchmark.class)) {
          String generated =
              "%s.jmh_generated.%s_%s_jmhTest"
                  .formatted(type.getPackageName(), type.getSimpleName(), method.getName());
          assertEquals(generated, Class.forName(generated).getName());
        }
      }
    }
  }

  @Test
  void commandsHaveHelp() {
    assertFalse(Benchmarks.commandLine().getSubcommands().isEmpty());
    for (var command : Benchmarks.commandLine().getSubcommands().values()) {
      assertTrue(command.getUsageMessage().contains("--engine"), command.getCommandName());
    }
  }
}
