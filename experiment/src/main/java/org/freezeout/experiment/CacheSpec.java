package org.freezeout.experiment;

import java.util.Objects;
import org.freezeout.cost.CachePrecision;

/**
 * What activation caches may take, all runs of an experiment together.
 *
 * @param memoryBytes memory, at least 0
 * @param diskBytes disk, used when the memory is full, at least 0
 * @param precision how numbers are kept
 */
public record CacheSpec(long memoryBytes, long diskBytes, CachePrecision precision) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is negative or a {@code long} cannot hold their sum
   */
  public CacheSpec {
    Objects.requireNonNull(precision, "precision");
    Numbers.atLeast("cache memory", 0, memoryBytes);
    Numbers.atLeast("cache disk", 0, diskBytes);
    if (memoryBytes + diskBytes < 0) {
      throw new IllegalArgumentException(
          "cache memory and disk must fit in a long, got " + memoryBytes + " and " + diskBytes);
    }
  }

  /** An equal share for each of so many runs. */
  CacheSpec dividedBy(int runs) {
    return new CacheSpec(memoryBytes / runs, diskBytes / runs, precision);
  }
}
