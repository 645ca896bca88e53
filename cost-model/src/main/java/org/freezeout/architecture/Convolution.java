package org.freezeout.architecture;

/**
 * A two-dimensional convolution with a square kernel.
 *
 * @param outChannels channels of its output, at least 1
 * @param kernel width and height of the kernel, in [1, 65535]
 * @param stride in both directions, in [1, 65535]
 * @param padding zeros on every side, at least 0 and below the kernel
 * @param groups into how many parts the channels are split that do not see each other, at least 1;
 *     divides the channels of input and output
 * @param bias whether it adds a bias
 */
public record Convolution(
    int outChannels, int kernel, int stride, int padding, int groups, boolean bias)
    implements Operation {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is outside its domain
   */
  public Convolution {
    Sizes.atLeast("out_channels", 1, outChannels);
    Sizes.window(kernel, stride, padding);
    Sizes.atLeast("groups", 1, groups);
    if (outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide out_channels " + outChannels + ", got " + groups);
    }
  }

  /**
   * A convolution without bias that keeps the map's size at stride 1.
   *
   * @throws IllegalArgumentException if the kernel is even or a parameter is outside its domain
   */
  public static Convolution of(int outChannels, int kernel, int stride) {
    if (kernel % 2 == 0) {
      throw new IllegalArgumentException(
          "only an odd kernel can keep the map's size, got " + kernel);
    }
    return new Convolution(outChannels, kernel, stride, (kernel - 1) / 2, 1, false);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    if (input.channels() % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide the input's channels " + input.channels() + ", got " + groups);
    }
    return new FeatureShape(
        outChannels,
        Sizes.windows(input, input.height(), kernel, stride, padding),
        Sizes.windows(input, input.width(), kernel, stride, padding));
  }

  /**
   * Multiply-accumulates of one forward pass over one image.
   *
   * @throws IllegalArgumentException if it cannot be applied to such an input, or a {@code long}
   *     cannot count them
   */
  public long macs(FeatureShape input) {
    return Sizes.product("multiply-accumulates", outputShape(input).size(), fanIn(input));
  }

  @Override
  public long parameters(FeatureShape input) {
    return Sizes.sum(
        "parameters",
        Sizes.product("parameters", outChannels, fanIn(input)),
        bias ? outChannels : 0);
  }

  /** Weights behind each element of the output. */
  private long fanIn(FeatureShape input) {
    return (long) kernel * kernel * (input.channels() / groups);
  }
}
