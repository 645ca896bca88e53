package org.freezeout.cost;

import java.util.List;

/**
 * What a cache makes of a step, by the steps that were measured with one: what a step that finds
 * all in the cache takes less than one without a cache, and what one that fills it takes more. Both
 * are differences of two measured steps with the same frozen prefix, so all there is to know are
 * shares of probes.
 *
 * <p>Between two such prefixes a difference follows the multiply-accumulates of the frozen groups'
 * forward pass. Below the first one that which is spared falls to nothing, as do these
 * multiply-accumulates, and filling is taken to cost as much as there.
 */
final class CachedSteps {

  private final List<Integer> prefixes;

  /** For each of them the probe without a cache. */
  private final int[] plain;

  /** The first probe of those that find all, and of those that fill. */
  private final int hits;

  private final int fills;

  /** For each prefix its forward pass, in any unit. */
  private final double[] forward;

  private CachedSteps(GroupCosts shape, StepSamples samples) {
    prefixes = samples.cachedPrefixes();
    plain = prefixes.stream().mapToInt(samples.prefixes()::indexOf).toArray();
    hits = samples.prefixes().size();
    fills = hits + prefixes.size();
    forward = new double[shape.groups().size()];
    for (int k = 1; k < forward.length; k++) {
      forward[k] = forward[k - 1] + shape.groups().get(k - 1).forward();
    }
  }

  /** Of samples that have such steps. */
  static CachedSteps of(GroupCosts shape, StepSamples samples) {
    return new CachedSteps(shape, samples);
  }

  /** Takes from the weights of a step's probes what is spared where so many groups are found. */
  void spare(int prefix, double[] probeWeights) {
    if (prefix > 0) {
      int next = next(prefix);
      double way = way(next, prefix);
      replace(next, way, hits, probeWeights);
      if (next > 0) {
        replace(next - 1, 1 - way, hits, probeWeights);
      }
    }
  }

  /** Adds to the weights of a step's probes what it takes to store so many groups. */
  void write(int prefix, double[] probeWeights) {
    int next = next(prefix);
    double way = next == 0 ? 1 : way(next, prefix);
    replace(next, way, fills, probeWeights);
    if (next > 0) {
      replace(next - 1, 1 - way, fills, probeWeights);
    }
  }

  /** Puts the probe with a cache in the place of the one without, for a share of a step. */
  private void replace(int index, double share, int firstProbe, double[] probeWeights) {
    probeWeights[plain[index]] -= share;
    probeWeights[firstProbe + index] += share;
  }

  /** Which of the prefixes is the first that is as long. */
  private int next(int prefix) {
    int next = 0;
    while (prefixes.get(next) < prefix) {
      next++;
    }
    return next;
  }

  /** How far it is on the way to one of the prefixes from the one before, in [0, 1]. */
  private double way(int next, int prefix) {
    int from = next == 0 ? 0 : prefixes.get(next - 1);
    int to = prefixes.get(next);
    return forward[to] > forward[from]
        ? (forward[prefix] - forward[from]) / (forward[to] - forward[from])
        : (double) (prefix - from) / (to - from);
  }
}
