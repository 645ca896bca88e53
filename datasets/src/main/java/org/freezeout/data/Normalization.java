package org.freezeout.data;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Turns pixels from 0 to 255 into network inputs: x = (pixel / 255 - mean) / std, by channel.
 *
 * @param mean of each channel, in [0, 1]
 * @param std standard deviation of each channel, greater than 0
 */
public record Normalization(List<Double> mean, List<Double> std) {

  /** The least standard deviation, that of a channel which never varies: one pixel value. */
  private static final double LEAST_STD = 1 / 255.0;

  /** Statistics are taken from at most this many pixel values (256 MiB). */
  private static final long SAMPLE = 256L << 20;

  private static final int VALUES = 256;

  /** How often each pixel value occurs in the images that one thread read. */
  private record Histogram(byte[] image, long[][] counts) {

    void add(ImageSet images, int index) {
      images.read(index, image);
      int pixels = image.length / counts.length;
      for (int i = 0; i < image.length; i++) {
        counts[i / pixels][image[i] & 0xff]++;
      }
    }

    void addTo(long[][] sums) {
      for (int channel = 0; channel < counts.length; channel++) {
        for (int value = 0; value < VALUES; value++) {
          sums[channel][value] += counts[channel][value];
        }
      }
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its domain or the lengths differ
   */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != std.size()) {
      throw new IllegalArgumentException(
          "mean and std must have one value for each channel, got " + mean + " and " + std);
    }
    for (double m : mean) {
      if (!(m >= 0 && m <= 1)) {
        throw new IllegalArgumentException("mean must lie in [0, 1], got " + m);
      }
    }
    for (double s : std) {
      if (!(s > 0 && s < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("std must be finite and greater than 0, got " + s);
      }
    }
  }

  /** The input of a pixel from 0 to 255. */
  public double apply(int channel, int pixel) {
    return (pixel / 255.0 - mean.get(channel)) / std.get(channel);
  }

  /**
   * The mean and standard deviation of images. Sets of more than 256 Mi pixel values are sampled:
   * of n images the k that fit, images i n / k for i = 0 … k-1. So the result depends on the images
   * alone. A channel which never varies gets the standard deviation 1/255.
   *
   * @param images at least one image
   * @param channels of every image
   * @param pixels of every channel: height x width
   */
  static Normalization of(ImageSet images, int channels, int pixels) {
    int length = channels * pixels;
    int sampled = (int) Math.min(images.size(), Math.max(1, SAMPLE / length));
    Queue<Histogram> parts = new ConcurrentLinkedQueue<>();
    ParallelLoop.run(
        sampled,
        () -> {
          Histogram part = new Histogram(new byte[length], new long[channels][VALUES]);
          parts.add(part);
          return part;
        },
        (i, part) -> part.add(images, (int) ((long) i * images.size() / sampled)));
    // Counts are exact, whichever thread saw which image.
    long[][] counts = new long[channels][VALUES];
    parts.forEach(part -> part.addTo(counts));
    Double[] mean = new Double[channels];
    Double[] std = new Double[channels];
    for (int c = 0; c < channels; c++) {
      double n = (double) sampled * pixels;
      double sum = 0;
      for (int value = 0; value < VALUES; value++) {
        sum += (double) counts[c][value] * value;
      }
      double squares = 0;
      for (int value = 0; value < VALUES; value++) {
        squares += counts[c][value] * (value - sum / n) * (value - sum / n);
      }
      mean[c] = sum / n / 255;
      std[c] = Math.max(LEAST_STD, Math.sqrt(squares / n) / 255);
    }
    return new Normalization(List.of(mean), List.of(std));
  }
}
