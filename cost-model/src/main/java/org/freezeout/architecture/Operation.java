package org.freezeout.architecture;

/**
 * A step of a network's forward pass: a leaf, or a composition of others. Weights belong to
 * convolutions, dense layers and batch normalisations only.
 */
public sealed interface Operation
    permits Activation,
        BatchNorm,
        Concatenation,
        Convolution,
        Dense,
        Dropout,
        GlobalAveragePooling,
        Pooling,
        Residual {

  /**
   * The shape that it gives for an input.
   *
   * @throws IllegalArgumentException if it cannot be applied to such an input
   */
  FeatureShape outputShape(FeatureShape input);

  /**
   * How many numbers it learns for an input of this shape: weights and biases, and gamma and beta
   * of batch normalisation, but not its running statistics.
   *
   * @throws IllegalArgumentException if it cannot be applied to such an input, or a {@code long}
   *     cannot count them
   */
  long parameters(FeatureShape input);
}
