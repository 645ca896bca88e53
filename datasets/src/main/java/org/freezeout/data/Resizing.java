package org.freezeout.data;

import java.util.stream.IntStream;

/**
 * Scales an image, row by row, until it covers the target size, and crops the centre.
 *
 * <p>Each target pixel is the weighted mean of the source pixels around its centre. Weights fall
 * linearly to 0 at a distance of one pixel, of the source or of the target, whichever is larger:
 * bilinear interpolation, without aliasing when an image shrinks.
 */
final class Resizing {

  private final int channels;
  private final int width;
  private final ImageSize target;
  private final Axis rows;
  private final Axis columns;
  private final double[] sums; // channels x target height x target width
  private final double[] scaledRow; // target width

  /** Where each target pixel of an axis comes from. */
  private record Axis(int[] first, double[][] weights) {

    /**
     * Weights of one axis.
     *
     * @param source length of the axis in source pixels
     * @param target length in target pixels
     * @param scale target pixels per source pixel
     */
    static Axis of(int source, int target, double scale) {
      double start = (source - target / scale) / 2;
      if (scale == 1) {
        start = Math.floor(start); // a crop without scaling keeps the pixels
      }
      double reach = Math.max(1, 1 / scale);
      int[] first = new int[target];
      double[][] weights = new double[target][];
      for (int i = 0; i < target; i++) {
        double centre = start + (i + 0.5) / scale;
        first[i] = Math.max(0, (int) Math.floor(centre - reach + 0.5));
        int end = Math.min(source, (int) Math.ceil(centre + reach - 0.5) + 1);
        weights[i] =
            IntStream.range(first[i], end)
                .mapToDouble(j -> Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach))
                .toArray();
        double sum = 0;
        for (double weight : weights[i]) {
          sum += weight;
        }
        for (int j = 0; j < weights[i].length; j++) {
          weights[i][j] /= sum;
        }
      }
      return new Axis(first, weights);
    }

    /** What a source pixel contributes to a target pixel. */
    double weight(int targetPixel, int sourcePixel) {
      int j = sourcePixel - first[targetPixel];
      return j < 0 || j >= weights[targetPixel].length ? 0 : weights[targetPixel][j];
    }
  }

  /** A resizing from height x width to a target size. */
  Resizing(int channels, int height, int width, ImageSize target) {
    this.channels = channels;
    this.width = width;
    this.target = target;
    double scale = Math.max((double) target.height() / height, (double) target.width() / width);
    rows = Axis.of(height, target.height(), scale);
    columns = Axis.of(width, target.width(), scale);
    sums = new double[channels * target.pixels()];
    scaledRow = new double[target.width()];
  }

  /**
   * Adds a row of the source.
   *
   * @param row sample x of a channel at index channel x width + x
   */
  void add(int y, int[] row) {
    for (int channel = 0; channel < channels; channel++) {
      boolean scaled = false;
      for (int i = 0; i < target.height(); i++) {
        double weight = rows.weight(i, y);
        if (weight > 0) {
          if (!scaled) {
            scale(row, channel * width);
            scaled = true;
          }
          int to = (channel * target.height() + i) * target.width();
          for (int x = 0; x < scaledRow.length; x++) {
            sums[to + x] += weight * scaledRow[x];
          }
        }
      }
    }
  }

  private void scale(int[] row, int offset) {
    for (int x = 0; x < scaledRow.length; x++) {
      double[] weights = columns.weights()[x];
      int from = offset + columns.first()[x];
      double sum = 0;
      for (int j = 0; j < weights.length; j++) {
        sum += weights[j] * row[from + j];
      }
      scaledRow[x] = sum;
    }
  }

  /** Writes the result once every row was added, rounded to values from 0 to 255. */
  void write(byte[] pixels) {
    for (int i = 0; i < sums.length; i++) {
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
    }
  }
}
