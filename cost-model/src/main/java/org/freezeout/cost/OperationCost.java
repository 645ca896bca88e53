package org.freezeout.cost;

import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.Operation;

/**
 * A convolution or dense layer at its place in a network.
 *
 * @param group index of its layer group
 * @param operation the operation
 * @param input shape of its input
 * @param macs multiply-accumulates of one forward pass over one image; its weight gradient and its
 *     input gradient cost as many each
 * @param inputGradient for how long its input gradient is needed
 */
public record OperationCost(
    int group, Operation operation, FeatureShape input, long macs, InputGradient inputGradient) {}
