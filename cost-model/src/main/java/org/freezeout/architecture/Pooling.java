package org.freezeout.architecture;

import java.util.Locale;
import java.util.Objects;

/**
 * Pooling over square windows; a window that does not fit whole is left out.
 *
 * @param kind how a window becomes one value
 * @param kernel width and height of a window, in [1, 65535]
 * @param stride in both directions, in [1, 65535]
 * @param padding on every side, at least 0 and at most half the kernel, as engines demand; never
 *     the largest value, and counted as zeros in an average
 */
public record Pooling(Kind kind, int kernel, int stride, int padding) implements Operation {

  /** How a window becomes one value. */
  public enum Kind {
    MAX,
    AVERAGE;

    /** The name in files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is outside its domain
   */
  public Pooling {
    Objects.requireNonNull(kind, "kind");
    Sizes.window(kernel, stride, padding);
    if (padding > kernel / 2) {
      throw new IllegalArgumentException(
          "padding must be at most half the kernel " + kernel + ", got " + padding);
    }
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    return new FeatureShape(
        input.channels(),
        Sizes.windows(input, input.height(), kernel, stride, padding),
        Sizes.windows(input, input.width(), kernel, stride, padding));
  }

  @Override
  public long parameters(FeatureShape input) {
    return 0;
  }
}
