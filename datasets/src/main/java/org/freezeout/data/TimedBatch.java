package org.freezeout.data;

/**
 * A prefetched batch.
 *
 * @param batch valid until the next batch is taken, whose arrays may be the same
 * @param waitSeconds how long the caller stood still for it
 * @param preparationSeconds how long it took to prepare on other threads, their times added up
 */
public record TimedBatch(Batch batch, double waitSeconds, double preparationSeconds) {}
