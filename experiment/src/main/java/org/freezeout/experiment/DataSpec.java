package org.freezeout.experiment;

import org.freezeout.data.Augmentation;

/**
 * The images of an experiment.
 *
 * @param dataset as on the command line: {@code fashion-mnist-subset}, {@code cifar10:DIR}, …
 * @param trainingImages how many images are trained on, at least 1
 * @param testImages how many images the error is measured on, at least 0
 * @param augmentation what is done to training images
 */
public record DataSpec(
    String dataset, int trainingImages, int testImages, Augmentation augmentation) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public DataSpec {
    Numbers.atLeast("trainingImages", 1, trainingImages);
    Numbers.atLeast("testImages", 0, testImages);
  }
}
