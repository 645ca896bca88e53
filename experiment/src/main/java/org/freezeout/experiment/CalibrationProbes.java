package org.freezeout.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.GroupCost;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.schedule.CosineAnnealing;
import org.freezeout.schedule.LayerwiseSchedule;

/**
 * The networks that a calibration trains in turn, each with a number of frozen groups of its own.
 * Some have another one beside them that keeps the outputs of its frozen groups: in every round it
 * forgets them and trains on the batch twice, so that first it fills its cache and then finds all
 * there.
 */
final class CalibrationProbes {

  private static final int MOST_PREFIXES = 12;

  /** With that of nothing frozen, where a cache spares nothing. */
  private static final int MOST_CACHED_PREFIXES = 5;

  private final ExperimentSpec spec;
  private final List<Integer> prefixes;
  private final List<Integer> cachedPrefixes;
  private final List<CachePlan> caches;
  private final int[] upwards;
  private final List<Learner> learners = new ArrayList<>();
  private final List<Learner> cachedLearners = new ArrayList<>();

  /**
   * Chooses the prefixes; no network is made yet.
   *
   * @param spec the calibration's
   * @param cache what the caches may take together; empty for none
   * @throws IllegalArgumentException if that is too little, or the images differ in every epoch
   */
  CalibrationProbes(ExperimentSpec spec, Optional<CacheSpec> cache) {
    this.spec = spec;
    prefixes = prefixes(spec.architecture());
    cachedPrefixes = cache.isPresent() ? cachedPrefixes(spec.architecture(), prefixes) : List.of();
    upwards = upwards(prefixes, cachedPrefixes);
    caches =
        cache.map(budget -> CachePlan.ofBatches(spec, cachedPrefixes, budget)).orElse(List.of());
  }

  /** How many groups are frozen in the networks without a cache. */
  List<Integer> prefixes() {
    return prefixes;
  }

  /** How many are in those with one. */
  List<Integer> cachedPrefixes() {
    return cachedPrefixes;
  }

  /** Makes the network with nothing frozen. */
  Learner open(TrainingSession session) {
    learners.add(session.newLearner(frozen(0)));
    return learners.get(0);
  }

  /** Makes the others. */
  void openOthers(TrainingSession session) {
    for (int prefix : prefixes.subList(1, prefixes.size())) {
      learners.add(session.newLearner(frozen(prefix)));
    }
    for (int i = 0; i < caches.size(); i++) {
      cachedLearners.add(
          session.newLearner(frozen(cachedPrefixes.get(i)), Optional.of(caches.get(i))));
    }
  }

  /**
   * Trains all of them on the batch that is loaded, from the fewest frozen groups to the most, or
   * back in every other round.
   *
   * @return the seconds of their steps: without a cache, finding all in it, and filling it
   */
  List<Double> train(int round) {
    int plain = learners.size();
    int cached = cachedLearners.size();
    Double[] seconds = new Double[plain + 2 * cached];
    for (int i = 0; i < upwards.length; i++) {
      int probe = upwards[round % 2 == 0 ? i : upwards.length - 1 - i];
      if (probe < plain) {
        seconds[probe] = train(learners.get(probe), round);
      } else {
        Learner learner = cachedLearners.get(probe - plain);
        learner.emptyCache();
        seconds[probe + cached] = train(learner, round);
        seconds[probe] = train(learner, round);
      }
    }
    return List.of(seconds);
  }

  /** All by how many groups are frozen; those with a cache are numbered after the others. */
  private static int[] upwards(List<Integer> prefixes, List<Integer> cachedPrefixes) {
    return IntStream.range(0, prefixes.size())
        .flatMap(
            i -> {
              int cached = cachedPrefixes.indexOf(prefixes.get(i));
              return cached < 0 ? IntStream.of(i) : IntStream.of(i, prefixes.size() + cached);
            })
        .toArray();
  }

  private static double train(Learner learner, int round) {
    return learner.train(round).elapsed().wallSeconds();
  }

  /**
   * The prefixes that are measured: all of a network with few groups; else the shortest, the
   * longest, and those between that lie about as far from each other by the cost of a step.
   */
  static List<Integer> prefixes(ArchitectureSpec architecture) {
    List<Integer> all = IntStream.range(0, architecture.groups().size()).boxed().toList();
    GroupCosts costs = GroupCosts.ofMacs(NetworkCost.of(architecture));
    return spread(all, MOST_PREFIXES, prefix -> -costs.stepCost(prefix));
  }

  /** A few of those with frozen groups, as far from each other by the forward pass of these. */
  private static List<Integer> cachedPrefixes(
      ArchitectureSpec architecture, List<Integer> prefixes) {
    List<GroupCost> groups = GroupCosts.ofMacs(NetworkCost.of(architecture)).groups();
    List<Integer> chosen =
        spread(
            prefixes,
            MOST_CACHED_PREFIXES,
            prefix -> groups.subList(0, prefix).stream().mapToDouble(GroupCost::forward).sum());
    return chosen.subList(1, chosen.size());
  }

  /** At most so many: all, or the first, the last, and others by a value that does not fall. */
  private static List<Integer> spread(List<Integer> from, int most, IntToDoubleFunction value) {
    int last = from.size() - 1;
    if (last < most) {
      return from;
    }
    double low = value.applyAsDouble(from.get(0));
    double high = value.applyAsDouble(from.get(last));
    var chosen = new TreeSet<Integer>(List.of(from.get(0), from.get(last)));
    int i = 0;
    for (int part = 1; part < most - 1; part++) {
      double wanted = low + (high - low) * part / (most - 1);
      while (i < last && value.applyAsDouble(from.get(i)) < wanted) {
        i++;
      }
      chosen.add(from.get(i));
    }
    return List.copyOf(chosen);
  }

  /** From the second step on so many groups are frozen. */
  private LayerwiseSchedule frozen(int prefix) {
    double rate = spec.optimization().baseRate();
    int groups = spec.architecture().groups().size();
    List<CosineAnnealing> layers =
        new ArrayList<>(
            Collections.nCopies(prefix, new CosineAnnealing(rate, 0.5 / spec.length().steps())));
    layers.addAll(Collections.nCopies(groups - prefix, new CosineAnnealing(rate, 1)));
    return new LayerwiseSchedule(layers);
  }
}
