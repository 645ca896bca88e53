package org.freezeout.experiment;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What one training step did.
 *
 * @param loss mean loss over the batch before the update; empty where the engine has no data
 * @param elapsed what it took
 * @param cachedImages images of the batch whose frozen prefix did not run at all, as its output was
 *     kept; empty without a cache
 */
public record StepResult(OptionalDouble loss, Elapsed elapsed, OptionalInt cachedImages) {

  /** A step without a cache. */
  public StepResult(OptionalDouble loss, Elapsed elapsed) {
    this(loss, elapsed, OptionalInt.empty());
  }
}
