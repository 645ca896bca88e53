package org.freezeout.data;

import java.util.Arrays;

/** Images of another set with pixels of value 0 on every side. */
final class PaddedImages implements ImageSet {

  private final ImageSet images;
  private final int channels;
  private final ImageSize size;
  private final int border;

  /**
   * Pads images.
   *
   * @param size of the images without padding
   * @param border pixels added on every side
   */
  PaddedImages(ImageSet images, int channels, ImageSize size, int border) {
    this.images = images;
    this.channels = channels;
    this.size = size;
    this.border = border;
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int label(int image) {
    return images.label(image);
  }

  /** Reads the smaller image and spreads its rows in place, the last one first. */
  @Override
  public void read(int image, byte[] pixels) {
    images.read(image, pixels);
    int height = size.height() + 2 * border;
    int width = size.width() + 2 * border;
    int end = channels * height * width; // everything from here on is in its place
    for (int channel = channels - 1; channel >= 0; channel--) {
      for (int y = size.height() - 1; y >= 0; y--) {
        int from = (channel * size.height() + y) * size.width();
        int to = (channel * height + y + border) * width + border;
        System.arraycopy(pixels, from, pixels, to, size.width());
        Arrays.fill(pixels, to + size.width(), end, (byte) 0);
        end = to;
      }
    }
    Arrays.fill(pixels, 0, end, (byte) 0);
  }
}
