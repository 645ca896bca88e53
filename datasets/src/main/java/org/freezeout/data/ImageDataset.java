package org.freezeout.data;

import java.util.List;

/**
 * Images to train on and to test on.
 *
 * @param name as on the command line: {@code fashion-mnist-subset}, {@code cifar10:DIR}, …
 * @param channels 1 or 3
 * @param height of every image, in pixels
 * @param width of every image, in pixels
 * @param classNames names of the classes in the order of their labels
 * @param training images to train on
 * @param test images to measure the error on
 * @param normalization mean and standard deviation of the pixels of each channel
 */
public record ImageDataset(
    String name,
    int channels,
    int height,
    int width,
    List<String> classNames,
    ImageSet training,
    ImageSet test,
    Normalization normalization) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if there is no training image, a size is below 1 or the
   *     normalisation is one of other channels
   */
  public ImageDataset {
    classNames = List.copyOf(classNames);
    Checks.atLeast("channels", 1, channels);
    Checks.atLeast("height", 1, height);
    Checks.atLeast("width", 1, width);
    Checks.atLeast("training images", 1, training.size());
    if (normalization.mean().size() != channels) {
      throw new IllegalArgumentException(
          "normalization must have " + channels + " channels, got " + normalization);
    }
  }

  /** Values of one image: channels x height x width. */
  int imageLength() {
    return channels * height * width;
  }
}
