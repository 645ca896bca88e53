package org.freezeout.experiment;

import java.util.OptionalDouble;

/**
 * What one training step did.
 *
 * @param loss mean loss over the batch before the update; empty where the engine has no data
 * @param elapsed what it took
 */
public record StepResult(OptionalDouble loss, Elapsed elapsed) {}
