package org.freezeout.cli;

import java.util.Map;
import org.freezeout.cost.EngineMemory;
import org.freezeout.experiment.ByteSize;
import picocli.CommandLine.Option;

/** The options that predict memory. */
final class MemoryOptions {

  private static final int MOST = 1_000_000;

  private static final Map<String, EngineMemory> ENGINES =
      Map.of("mxnet", EngineMemory.MXNET, "pytorch", EngineMemory.PYTORCH);

  @Option(
      names = "--memory",
      order = 50,
      description =
          "Predict the peak memory of a training step at each stage, from one freeze to the next,"
              + " instead of savings, so far as it follows from the network.")
  private boolean memory;

  @Option(
      names = "--batch",
      paramLabel = "N",
      order = 51,
      description = "With --memory: images per step (default: " + Defaults.BATCH + ").")
  private Integer batch;

  @Option(
      names = "--memory-limit",
      paramLabel = "SIZE",
      order = 52,
      description =
          "With --memory: also tell the largest batch that fits, such as 512m or 8g, at each"
              + " stage.")
  private String limit;

  @Option(
      names = "--engine",
      paramLabel = "E",
      order = 53,
      description =
          "With --memory: mxnet or pytorch, which free memory at different times and keep some to"
              + " work in (default: mxnet).")
  private String engine;

  /**
   * Whether memory is asked for.
   *
   * @throws IllegalArgumentException if it is not, but an option is given that goes with it
   */
  boolean asked() {
    if (!memory) {
      onlyWithMemory("--batch", batch);
      onlyWithMemory("--memory-limit", limit);
      onlyWithMemory("--engine", engine);
    }
    return memory;
  }

  private static void onlyWithMemory(String option, Object value) {
    if (value != null) {
      throw new IllegalArgumentException(option + " goes with --memory");
    }
  }

  /** Images per step. */
  int batch() {
    return batch == null
        ? Integer.parseInt(Defaults.BATCH)
        : Bounds.within("--batch", 1, MOST, batch);
  }

  /** Bytes that there are; null if that was not told. */
  Long limit() {
    return limit == null ? null : ByteSize.parse(limit);
  }

  /** When memory is freed. */
  EngineMemory engine() {
    EngineMemory known = ENGINES.get(engine == null ? Defaults.ENGINE : engine);
    if (known == null) {
      throw new IllegalArgumentException(
          "memory is predicted for the engines mxnet and pytorch, got '" + engine + "'");
    }
    return known;
  }
}
