package org.freezeout.experiment;

import java.util.OptionalInt;
import org.freezeout.data.Augmentation;

/**
 * The images of an experiment.
 *
 * @param dataset as on the command line: {@code fashion-mnist-subset}, {@code cifar10:DIR}, …
 * @param trainingImages how many images are trained on, at least 1
 * @param testImages how many images the error is measured on, at least 0
 * @param augmentation what is done to training images
 * @param views how many fixed views augmentation makes of an image, epoch e showing view e mod
 *     views; empty for a new one in every epoch
 */
public record DataSpec(
    String dataset,
    int trainingImages,
    int testImages,
    Augmentation augmentation,
    OptionalInt views) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is out of range, or there are views without
   *     augmentation
   */
  public DataSpec {
    Numbers.atLeast("trainingImages", 1, trainingImages);
    Numbers.atLeast("testImages", 0, testImages);
    views.ifPresent(count -> Numbers.atLeast("views", 1, count));
    if (views.isPresent() && augmentation == Augmentation.NONE) {
      throw new IllegalArgumentException(
          "views need augmentation: without it all views of an image are the same, got "
              + views.getAsInt());
    }
  }

  /** Images that are augmented anew in every epoch, or not at all. */
  public DataSpec(String dataset, int trainingImages, int testImages, Augmentation augmentation) {
    this(dataset, trainingImages, testImages, augmentation, OptionalInt.empty());
  }

  /** After how many epochs an image comes again as it was; empty if it never does. */
  public OptionalInt repeatsAfter() {
    return augmentation == Augmentation.NONE ? OptionalInt.of(1) : views;
  }
}
