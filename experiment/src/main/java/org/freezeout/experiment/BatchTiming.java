package org.freezeout.experiment;

/**
 * What fetching a batch took.
 *
 * @param waitSeconds how long training stood still for it
 * @param preparationSeconds how long it took to prepare, on another thread
 */
public record BatchTiming(double waitSeconds, double preparationSeconds) {}
