package org.freezeout.architecture;

/**
 * A dense (fully connected) layer over all elements of its input.
 *
 * @param outFeatures elements of its output, at least 1
 * @param bias whether it adds a bias
 */
public record Dense(int outFeatures, boolean bias) implements Operation {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is outside its domain
   */
  public Dense {
    Sizes.atLeast("out_features", 1, outFeatures);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return FeatureShape.ofVector(outFeatures);
  }

  /** Multiply-accumulates of one forward pass over one image. */
  public long macs(FeatureShape input) {
    return (long) input.size() * outFeatures;
  }

  @Override
  public long parameters(FeatureShape input) {
    return macs(input) + (bias ? outFeatures : 0);
  }
}
