package org.freezeout.architecture;

/** The mean of every channel. */
public record GlobalAveragePooling() implements Operation {

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return FeatureShape.ofVector(input.channels());
  }

  @Override
  public long parameters(FeatureShape input) {
    return 0;
  }
}
