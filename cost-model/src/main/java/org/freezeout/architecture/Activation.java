package org.freezeout.architecture;

import java.util.Locale;
import java.util.Objects;

/**
 * A function applied to every element.
 *
 * @param function which one
 */
public record Activation(Function function) implements Operation {

  /** The functions. */
  public enum Function {
    /** max(0, x). */
    RELU,
    /** min(6, max(0, x)). */
    RELU6,
    /** log(1 + exp(x)); smooth, so gradients can be checked by differences. */
    SOFTPLUS;

    /** The name in files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that there is a function. */
  public Activation {
    Objects.requireNonNull(function, "function");
  }

  /** The rectifier. */
  public static Activation relu() {
    return new Activation(Function.RELU);
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
