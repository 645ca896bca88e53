package org.freezeout.architecture;

/**
 * The shape of one image or feature map, without the batch: channels x height x width. The output
 * of a dense layer has height and width 1.
 *
 * @param channels at least 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 */
public record FeatureShape(int channels, int height, int width) {

  /** The most elements that a shape may have: no network of use has a larger map. */
  public static final int MAX_SIZE = 1 << 28;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1, or the map has more than {@link #MAX_SIZE}
   *     elements
   */
  public FeatureShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a shape must have at least 1 channel, row and column, got "
              + text(channels, height, width));
    }
    if ((long) channels * height > MAX_SIZE || (long) channels * height * width > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a shape must have at most "
              + MAX_SIZE
              + " elements, got "
              + text(channels, height, width));
    }
  }

  /** A vector, as a dense layer gives it. */
  public static FeatureShape ofVector(int features) {
    return new FeatureShape(features, 1, 1);
  }

  /**
   * Reads a shape such as {@code 3x32x32}.
   *
   * @throws IllegalArgumentException if the text is not a shape
   */
  public static FeatureShape parse(String text) {
    if (!text.matches("\\d{1,9}x\\d{1,9}x\\d{1,9}")) {
      throw new IllegalArgumentException(
          "a shape is written CHANNELSxHEIGHTxWIDTH, such as 3x32x32, got '"
              + Names.shortened(text)
              + "'");
    }
    String[] sizes = text.split("x");
    return new FeatureShape(
        Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]));
  }

  /** Channels times height times width. */
  public int size() {
    return channels * height * width;
  }

  /** The same map with other channels. */
  public FeatureShape withChannels(int channels) {
    return new FeatureShape(channels, height, width);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return text(channels, height, width);
  }

  private static String text(int channels, int height, int width) {
    return channels + "x" + height + "x" + width;
  }
}
