package org.freezeout.architecture;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;

/**
 * Pooling over square windows; a window that does not fit whole is left out.
 *
 * @param kind how a window becomes one value
 * @param kernel width and height of a window, at least 1
 * @param stride in both directions, at least 1
 * @param padding on every side, at least 0 and below the kernel; never the largest value, and
 *     counted as zeros in an average
 */
public record Pooling(Kind kind, int kernel, int stride, int padding) implements Operation {

  /** How a window becomes one value. */
  public enum Kind {
    MAX,
    AVERAGE;

    /** The name in files. */
    @JsonValue
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
