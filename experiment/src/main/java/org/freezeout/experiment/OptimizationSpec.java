package org.freezeout.experiment;

/**
 * Stochastic gradient descent with Nesterov momentum, and how long it runs.
 *
 * <p>For a weight w with gradient g, velocity v and learning rate a: {@code d = g + weightDecay *
 * w; v = momentum * v + d; w = w - a * (d + momentum * v)}.
 *
 * @param batchSize images per step, at least 1
 * @param epochs passes over the training images, at least 1
 * @param baseRate the base learning rate, finite and greater than 0
 * @param momentum in [0, 1)
 * @param weightDecay finite and at least 0
 */
public record OptimizationSpec(
    int batchSize, int epochs, double baseRate, double momentum, double weightDecay) {

  /** Momentum of the authors' code. */
  public static final double DEFAULT_MOMENTUM = 0.9;

  /** Weight decay of the authors' code. */
  public static final double DEFAULT_WEIGHT_DECAY = 1e-4;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is outside its domain
   */
  public OptimizationSpec {
    Numbers.atLeast("batch", 1, batchSize);
    Numbers.atLeast("epochs", 1, epochs);
    if (!(baseRate > 0 && baseRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "base rate must be finite and greater than 0, got " + baseRate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must lie in [0, 1), got " + momentum);
    }
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight decay must be finite and at least 0, got " + weightDecay);
    }
  }

  /** The authors' momentum and weight decay. */
  public static OptimizationSpec of(int batchSize, int epochs, double baseRate) {
    return new OptimizationSpec(
        batchSize, epochs, baseRate, DEFAULT_MOMENTUM, DEFAULT_WEIGHT_DECAY);
  }
}
