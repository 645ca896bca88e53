package org.freezeout.cli;

import java.util.Map;
import org.freezeout.cost.PrefixRelease;
import org.freezeout.experiment.ByteSize;
import picocli.CommandLine.Option;

/** The options that predict memory. */
final class MemoryOptions {

  private static final int MOST = 1_000_000;

  /** What each engine does with the maps of frozen groups: to free them early, MXNet waits. */
  private static final Map<String, PrefixRelease> RELEASES =
      Map.of("mxnet", PrefixRelease.AT_BORDER, "pytorch", PrefixRelease.BY_GROUP);

  @Option(
      names = "--memory",
      order = 50,
      description =
          "Predict the peak memory of a training step at each stage, from one freeze to the next,"
              + " instead of savings; without the engine's own memory.")
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
          "With --memory: mxnet or pytorch, which free what frozen layers compute at different"
              + " times (default: mxnet).")
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

  /** Whether what the engine takes for itself is no small part of what a step takes. */
  boolean engineTakesMuch() {
    return release() == PrefixRelease.AT_BORDER;
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

  /** When frozen groups free what they compute. */
  PrefixRelease release() {
    PrefixRelease release = RELEASES.get(engine == null ? Defaults.ENGINE : engine);
    if (release == null) {
      throw new IllegalArgumentException(
          "memory is predicted for the engines mxnet and pytorch, got '" + engine + "'");
    }
    return release;
  }
}
