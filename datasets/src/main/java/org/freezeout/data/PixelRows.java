package org.freezeout.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The rows of a decoded image as samples from 0 to 255. They come from the raster, since {@link
 * BufferedImage#getRGB} would convert grey values from one colour space to another.
 */
final class PixelRows {

  private final Raster raster;
  private final IndexColorModel palette; // null if there is none
  private final int channels;
  private final int[] shifts; // bits to drop of each band
  private final int[] samples;
  private final int[] row;

  /**
   * The rows of an image.
   *
   * @param channels 1 or 3; a grey image gets three equal ones
   */
  PixelRows(BufferedImage image, int channels) {
    raster = image.getRaster();
    palette = image.getColorModel() instanceof IndexColorModel indexed ? indexed : null;
    this.channels = channels;
    shifts = new int[raster.getNumBands()];
    for (int band = 0; band < shifts.length; band++) {
      shifts[band] = Math.max(0, raster.getSampleModel().getSampleSize(band) - 8);
    }
    samples = new int[raster.getWidth() * raster.getNumBands()];
    row = new int[channels * raster.getWidth()];
  }

  /**
   * A row.
   *
   * @return sample x of a channel at index channel x width + x; valid until the next call
   */
  int[] read(int y) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
    for (int channel = 0; channel < channels; channel++) {
      int band = bands < 3 ? 0 : channel;
      for (int x = 0; x < width; x++) {
        int sample = samples[x * bands + band];
        row[channel * width + x] =
            palette == null ? sample >> shifts[band] : colour(palette.getRGB(sample), channel);
      }
    }
    return row;
  }

  private static int colour(int rgb, int channel) {
    return rgb >> (16 - 8 * channel) & 0xff;
  }
}
