package org.freezeout.architecture;

/**
 * Sets elements to zero at random while its group trains, and scales the others up.
 *
 * @param rate the probability that an element is dropped, in [0, 1)
 */
public record Dropout(double rate) implements Operation {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is outside [0, 1)
   */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate must lie in [0, 1), got " + rate);
    }
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return input;
  }

  @Override
  public long parameters(FeatureShape input) {
    return 0;
  }
}
