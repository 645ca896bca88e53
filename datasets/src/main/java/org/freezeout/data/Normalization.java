package org.freezeout.data;

import java.util.List;

/**
 * Turns pixels from 0 to 255 into network inputs: x = (pixel / 255 - mean) / std, by channel.
 *
 * @param mean of each channel, in [0, 1]
 * @param std standard deviation of each channel, greater than 0
 */
public record Normalization(List<Double> mean, List<Double> std) {

  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }
}
