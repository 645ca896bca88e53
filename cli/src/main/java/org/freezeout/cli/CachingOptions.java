package org.freezeout.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.cost.CachePrecision;
import org.freezeout.experiment.ByteSize;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.UniformAnnealing;
import picocli.CommandLine.Option;

/** The options that keep the outputs of frozen layers in training. */
final class CachingOptions {

  @Option(
      names = "--views",
      paramLabel = "K",
      order = 12,
      description =
          "How many fixed augmented views there are of an image, one an epoch in turn"
              + " (default: a new one in every epoch).")
  private Integer views;

  @Option(
      names = "--cache",
      order = 32,
      description =
          "Keep the outputs of frozen layers, so that their forward pass is spared for images seen"
              + " before; needs --augment none or --views. Strategies that are compared are trained"
              + " without a cache and with one; calibrate measures steps with one too.")
  private boolean cache;

  @Option(
      names = "--cache-memory",
      paramLabel = "SIZE",
      order = 33,
      description =
          "Memory for the caches of all runs, such as 4g or 512m (default: half of what the heap"
              + " may grow to, a quarter of the machine's memory unless -Xmx says another).")
  private String memory;

  @Option(
      names = "--cache-disk",
      paramLabel = "SIZE",
      order = 34,
      description = "Disk for what the memory cannot hold, in a temporary file (default: 0).")
  private String disk;

  @Option(
      names = "--cache-precision",
      paramLabel = "PRECISION",
      order = 35,
      description =
          "float32 trains to the same bits as without a cache, float16 takes half the room"
              + " (default: float32).")
  private CachePrecision precision;

  /** How many fixed views there are of an image. */
  OptionalInt views() {
    return views == null ? OptionalInt.empty() : OptionalInt.of(views);
  }

  /** Whether runs are to have a cache. */
  boolean cache() {
    return cache;
  }

  /** Checks what can be checked before anything is opened. */
  void check() {
    if (!cache) {
      onlyWithCache("--cache-memory", memory);
      onlyWithCache("--cache-disk", disk);
      onlyWithCache("--cache-precision", precision);
    }
    budget();
  }

  /**
   * Runs with a cache.
   *
   * @throws IllegalArgumentException if images do not come again, or the caches have too little
   *     room
   */
  List<PlannedRun> cached(ExperimentSpec spec, List<? extends SchedulePolicy> policies) {
    List<CachePlan> plans = CachePlan.of(spec, List.copyOf(policies), budget());
    List<PlannedRun> runs = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      runs.add(new PlannedRun(policies.get(i), Optional.of(plans.get(i))));
    }
    return runs;
  }

  /**
   * The runs of a comparison: the baseline, and each schedule without a cache and, if asked for,
   * with one.
   *
   * @throws IllegalArgumentException as {@link #cached}
   */
  List<PlannedRun> planned(ExperimentSpec spec, double baseRate, List<FreezeOut> schedules) {
    List<PlannedRun> cached = cache ? cached(spec, schedules) : List.of();
    List<PlannedRun> runs = new ArrayList<>();
    runs.add(PlannedRun.of(new UniformAnnealing(baseRate)));
    for (int i = 0; i < schedules.size(); i++) {
      runs.add(PlannedRun.of(schedules.get(i)));
      if (!cached.isEmpty()) {
        runs.add(cached.get(i));
      }
    }
    return runs;
  }

  /** What the cache of a run keeps, for people. */
  static String text(PlannedRun run, ExperimentSpec spec) {
    CachePlan plan = run.cache().orElseThrow();
    if (!plan.keepsAnything()) {
      return run.name() + ": nothing to cache, as no image comes again once a layer is frozen";
    }
    int group = plan.firstBorder() - 1;
    return String.format(
        "%s: caching from group %d (%s) on: %s an image, %s%s%s",
        run.name(),
        group,
        spec.architecture().groups().get(group).name(),
        ByteSize.text(plan.entryBytes()),
        ByteSize.text(plan.memoryBytes() + plan.diskBytes()),
        plan.diskBytes() > 0 ? ", of it " + ByteSize.text(plan.diskBytes()) + " on disk" : "",
        plan.earliestBytes() > plan.memoryBytes() + plan.diskBytes()
            ? "; earlier groups need " + ByteSize.text(plan.earliestBytes())
            : "");
  }

  /** What the caches of all runs may take together; empty if there are none. */
  Optional<CacheSpec> asked() {
    return cache ? Optional.of(budget()) : Optional.empty();
  }

  private CacheSpec budget() {
    return new CacheSpec(
        memory == null ? Runtime.getRuntime().maxMemory() / 2 : bytes("--cache-memory", memory),
        disk == null ? 0 : bytes("--cache-disk", disk),
        precision == null ? CachePrecision.FLOAT32 : precision);
  }

  private static long bytes(String option, String size) {
    try {
      return ByteSize.parse(size);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  private static void onlyWithCache(String option, Object value) {
    if (value != null) {
      throw new IllegalArgumentException(option + " goes with --cache");
    }
  }
}
