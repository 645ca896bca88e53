package org.freezeout.data;

import java.util.List;

/**
 * Images to train on and to test on.
 *
 * @param name as on the command line: {@code fashion-mnist-subset}, {@code cifar10:DIR}, {@code
 *     cifar10:DIR@5000}, …
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

  /**
   * Some of the images, spread evenly: of n images number i n / k, for i = 0 … k-1. The
   * normalisation remains that of all.
   *
   * @param images how many training images, k in [1, n]; the part has as large a share of the test
   *     images, to the nearest
   */
  ImageDataset part(int images) {
    int all = training.size();
    return new ImageDataset(
        name + "@" + images,
        channels,
        height,
        width,
        classNames,
        new SpreadImages(training, images),
        new SpreadImages(test, (int) Math.round((double) test.size() * images / all)),
        normalization);
  }

  /** Values of one image: channels x height x width. */
  int imageLength() {
    return channels * height * width;
  }
}
