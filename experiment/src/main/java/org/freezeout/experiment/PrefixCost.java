package org.freezeout.experiment;

/**
 * What a step costs while a given prefix is frozen, relative to a step of the baseline at the same
 * time.
 *
 * @param frozenPrefix layer groups that are frozen
 * @param steps timed steps that were measured so
 * @param measured median over these steps of (this run's step time / the baseline's)
 * @param predicted the same by the {@code gradient} cost model
 */
public record PrefixCost(int frozenPrefix, int steps, double measured, double predicted) {}
