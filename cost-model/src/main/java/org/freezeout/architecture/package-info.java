/**
 * Networks as data: operations, the layer groups that freeze together, and a catalogue of known
 * architectures.
 *
 * <p>Start at {@link org.freezeout.architecture.Architectures}, which finds a network by its name
 * in the catalogue or reads it from a file, or build an {@link
 * org.freezeout.architecture.ArchitectureSpec}:
 *
 * <pre>{@code
 * new ArchitectureSpec(
 *     "small",
 *     new FeatureShape(3, 32, 32),
 *     List.of(
 *         LayerGroup.of("conv", Convolution.of(16, 3, 1), new BatchNorm(), Activation.relu()),
 *         LayerGroup.of("last", new GlobalAveragePooling(), new Dense(10, true))));
 * }</pre>
 */
package org.freezeout.architecture;
