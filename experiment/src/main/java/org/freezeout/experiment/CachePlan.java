package org.freezeout.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;
import org.freezeout.cost.CachePrecision;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;

/**
 * What one run keeps of its frozen prefix. The output of frozen groups never changes for an
 * unchanged image, so it is computed once for each image and view, and kept until the image comes
 * again. Border k lies behind the first k groups; there is one entry for each image and view, which
 * holds the output at the border where it was last stored.
 *
 * <p>Groups with dense layers run anew in every step: they are cheap, and their last bits depend on
 * how many images go through them at once.
 *
 * @param precision how numbers are kept
 * @param firstBorder the first border at which entries are stored
 * @param lastBorder no entry is stored behind it, as a group with a dense layer follows
 * @param entryValues numbers in an entry: those of the largest border at which one is stored
 * @param entries how many there can be; 0 if no image that passes a frozen prefix comes again, so
 *     that nothing is kept
 * @param memoryBytes bytes of the entries in memory
 * @param diskBytes bytes of the others, on disk
 * @param earliestBytes what all entries would need from the earliest border on
 */
public record CachePlan(
    CachePrecision precision,
    int firstBorder,
    int lastBorder,
    int entryValues,
    long entries,
    long memoryBytes,
    long diskBytes,
    long earliestBytes) {

  /** The borders from one on, with what their entries need. */
  private record Candidate(int border, int entryValues, long entries, long bytes) {}

  /**
   * Plans the caches of several runs, each with an equal share of the budget.
   *
   * @return a plan for each policy
   * @throws IllegalArgumentException if there are several devices, the images differ in every
   *     epoch, or a share is too small for any border of its run; with the numbers
   */
  public static List<CachePlan> of(
      ExperimentSpec spec, List<SchedulePolicy> policies, CacheSpec budget) {
    checkCacheable(spec);
    CacheSpec share = budget.dividedBy(policies.size());
    return policies.stream().map(policy -> of(spec, policy, share, policies.size())).toList();
  }

  /**
   * Plans the caches of a calibration, each of which holds the images of one batch and has an equal
   * share of the budget.
   *
   * @param frozenPrefixes for each cache how many groups are frozen
   * @throws IllegalArgumentException if there are several devices, the images differ in every
   *     epoch, or a share is too small
   */
  static List<CachePlan> ofBatches(
      ExperimentSpec spec, List<Integer> frozenPrefixes, CacheSpec budget) {
    checkCacheable(spec);
    CacheSpec share = budget.dividedBy(frozenPrefixes.size());
    return frozenPrefixes.stream()
        .map(prefix -> ofBatch(spec, prefix, share, frozenPrefixes.size()))
        .toList();
  }

  private static CachePlan ofBatch(
      ExperimentSpec spec, int frozenPrefix, CacheSpec share, int caches) {
    int last = lastBorder(spec.architecture());
    int border = Math.min(frozenPrefix, last);
    if (border == 0) {
      return nothing(share.precision(), spec.architecture().groups().size());
    }
    // An engine may keep what lies at an earlier border instead.
    int values =
        spec.architecture().shapes().subList(1, border + 1).stream()
            .mapToInt(FeatureShape::size)
            .max()
            .orElseThrow();
    int entries = spec.optimization().batchSize();
    long entryBytes = (long) values * share.precision().bytes();
    long bytes = Math.multiplyExact(entries, entryBytes);
    long inMemory = Math.min(entries, share.memoryBytes() / entryBytes) * entryBytes;
    if (bytes - inMemory > share.diskBytes()) {
      throw new IllegalArgumentException(
          "the cache of a calibration needs "
              + ByteSize.text(bytes)
              + ", behind group "
              + spec.architecture().groups().get(border - 1).name()
              + ", and may take "
              + ByteSize.text(share.memoryBytes() + share.diskBytes())
              + ", its share among "
              + caches
              + ": raise --cache-memory or --cache-disk");
    }
    return new CachePlan(
        share.precision(), 1, last, values, entries, inMemory, bytes - inMemory, bytes);
  }

  private static void checkCacheable(ExperimentSpec spec) {
    if (spec.engine().devices().size() > 1) {
      throw new IllegalArgumentException(
          "there is no cache for several devices, got '" + spec.engine().device() + "'");
    }
    if (spec.data().repeatsAfter().isEmpty()) {
      throw new IllegalArgumentException(
          "a cache needs images that come again, but augmentation standard changes them in every"
              + " epoch: give it a number of views (--views), or use none");
    }
  }

  /** The plan where nothing is worth keeping. */
  private static CachePlan nothing(CachePrecision precision, int groups) {
    return new CachePlan(precision, groups, groups, 0, 0, 0, 0, 0);
  }

  private static CachePlan of(
      ExperimentSpec spec, SchedulePolicy policy, CacheSpec share, int runs) {
    int last = lastBorder(spec.architecture());
    List<Candidate> candidates = candidates(spec, policy, share.precision(), last);
    if (candidates.isEmpty()) {
      return nothing(share.precision(), spec.architecture().groups().size());
    }
    long budget = share.memoryBytes() + share.diskBytes();
    Optional<Candidate> chosen = candidates.stream().filter(c -> c.bytes() <= budget).findFirst();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          tooSmall(spec, policy, candidates.get(candidates.size() - 1), budget, runs));
    }
    Candidate best = chosen.get();
    long entryBytes = best.bytes() / best.entries();
    long inMemory = Math.min(best.entries(), share.memoryBytes() / entryBytes);
    return new CachePlan(
        share.precision(),
        best.border(),
        last,
        best.entryValues(),
        best.entries(),
        inMemory * entryBytes,
        best.bytes() - inMemory * entryBytes,
        candidates.get(0).bytes());
  }

  /** Whether anything is kept. */
  public boolean keepsAnything() {
    return entries > 0;
  }

  /** Bytes of an entry. */
  public long entryBytes() {
    return (long) entryValues * precision.bytes();
  }

  /** The border whose output is stored with a frozen prefix: 0 if none is. */
  public int border(int frozenPrefix) {
    int border = Math.min(frozenPrefix, lastBorder);
    return keepsAnything() && border >= firstBorder ? border : 0;
  }

  /** Every border at which something would be stored that is read again, from the first on. */
  private static List<Candidate> candidates(
      ExperimentSpec spec, SchedulePolicy policy, CachePrecision precision, int last) {
    LayerwiseSchedule schedule = policy.forLayers(spec.architecture().groups().size());
    List<FeatureShape> shapes = spec.architecture().shapes();
    int stepsPerEpoch = spec.length().stepsPerEpoch();
    int views = spec.data().repeatsAfter().getAsInt();
    // An image of epoch e comes again in epoch e + views, so what later epochs compute is not kept.
    int storingEpochs = spec.length().epochs() - views;
    var firstStep = new TreeMap<Integer, Integer>(); // of each border
    for (int border = 1; border <= last; border++) {
      int step = schedule.freezeStep(border - 1, spec.length());
      boolean passedOver = border < last && schedule.freezeStep(border, spec.length()) == step;
      if (!passedOver && step / stepsPerEpoch < storingEpochs) {
        firstStep.put(border, step);
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    firstStep.forEach(
        (border, step) -> {
          int values =
              firstStep.tailMap(border).keySet().stream()
                  .mapToInt(b -> shapes.get(b).size())
                  .max()
                  .orElseThrow();
          long entries =
              (long) spec.data().trainingImages()
                  * Math.min(views, storingEpochs - step / stepsPerEpoch);
          candidates.add(
              new Candidate(
                  border,
                  values,
                  entries,
                  Math.multiplyExact(entries, (long) values * precision.bytes())));
        });
    return candidates;
  }

  /** The number of groups before the first one with a dense layer. */
  private static int lastBorder(ArchitectureSpec architecture) {
    int border = 0;
    while (border < architecture.groups().size()
        && !hasDense(architecture.groups().get(border).operations())) {
      border++;
    }
    return border;
  }

  private static boolean hasDense(List<Operation> operations) {
    return operations.stream()
        .anyMatch(
            operation ->
                operation instanceof Dense
                    || operation instanceof Residual residual
                        && (hasDense(residual.body()) || hasDense(residual.shortcut()))
                    || operation instanceof Concatenation concatenation
                        && hasDense(concatenation.body()));
  }

  private static String tooSmall(
      ExperimentSpec spec, SchedulePolicy policy, Candidate smallest, long budget, int runs) {
    return "the cache of "
        + RunRecord.name(policy)
        + " needs at least "
        + ByteSize.text(smallest.bytes())
        + ", behind group "
        + spec.architecture().groups().get(smallest.border() - 1).name()
        + ", and may take "
        + ByteSize.text(budget)
        + (runs > 1 ? ", its share among " + runs + " runs" : "")
        + ": raise --cache-memory or --cache-disk";
  }
}
