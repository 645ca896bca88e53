package org.freezeout.architecture;

/** Batch normalisation over each channel, with a learned scale and shift. */
public record BatchNorm() implements Operation {

  /** What is added to the variance. */
  public static final float EPSILON = 1e-5f;

  /** Share of the old running statistics that each training step keeps. */
  public static final float MOMENTUM = 0.9f;

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return input;
  }

  @Override
  public long parameters(FeatureShape input) {
    return 2L * input.channels();
  }
}
