package org.freezeout.experiment;

import java.util.OptionalDouble;

/**
 * A pass over the test images.
 *
 * @param errorPercent share of images whose largest output is not their class, in percent; empty
 *     where the engine has no data or there are no test images
 * @param loss mean loss over the images; empty likewise
 * @param elapsed what it took
 */
public record Evaluation(OptionalDouble errorPercent, OptionalDouble loss, Elapsed elapsed) {}
