package org.freezeout.cli;

import java.util.Optional;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.experiment.Calibration;
import picocli.CommandLine.Option;

/** The options that predict with a cache of the frozen layers' outputs. */
final class CacheOptions {

  private static final int MOST = 1_000_000;

  @Option(
      names = "--cache",
      order = 40,
      description =
          "Reckon with a cache of the frozen layers' outputs, which spares their forward pass for"
              + " images seen before; needs --epochs.")
  private boolean cache;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      order = 41,
      description =
          "Passes over the training images; with --cache, and with --calibration for the total time of"
              + " runs.")
  private Integer epochs;

  @Option(
      names = "--views",
      paramLabel = "K",
      order = 43,
      description =
          "With --cache: augmented views of each image, one an epoch in turn; 1 without"
              + " augmentation (default: 1).")
  private Integer views;

  /**
   * What is cached, if anything.
   *
   * @throws IllegalArgumentException if an option is missing, out of range or of no use
   */
  Optional<PrefixCaching> caching() {
    return caching(false);
  }

  /**
   * What is cached, if anything.
   *
   * @param timed whether {@code --epochs} is of use without a cache
   * @throws IllegalArgumentException if an option is missing, out of range or of no use
   */
  Optional<PrefixCaching> caching(boolean timed) {
    if (!cache) {
      if (!timed) {
        onlyWithCache("--epochs", epochs);
      } else if (epochs != null) {
        Bounds.within("--epochs", 1, MOST, epochs);
      }
      onlyWithCache("--views", views);
      return Optional.empty();
    }
    if (epochs == null) {
      throw new IllegalArgumentException("--cache needs --epochs N");
    }
    Bounds.within("--epochs", 1, MOST, epochs);
    return Optional.of(
        PrefixCaching.ofViews(views == null ? 1 : Bounds.within("--views", 1, MOST, views)));
  }

  /**
   * What is cached in runs like those of a calibration, where there is one.
   *
   * @param caching as above
   * @param calibration knows the batch
   * @param images trained on in each epoch; null for as many as the data set had in the calibration
   * @throws IllegalArgumentException if the calibration knows no cache, or there are too few images
   */
  static Optional<PrefixCaching> likeCalibrated(
      Optional<PrefixCaching> caching, Optional<Calibration> calibration, Integer images) {
    if (caching.isEmpty() || calibration.isEmpty()) {
      return caching;
    }
    Calibration calibrated = calibration.get();
    int trained =
        images == null
            ? calibrated.besideSteps().trainingImages()
            : Bounds.within("--images", calibrated.batch(), Integer.MAX_VALUE, images);
    return Optional.of(calibrated.prefixCaching(caching.get().views(), trained));
  }

  /** Checks that an option that is of no use without a cache is not given without one. */
  void onlyWithCache(String option, Object value) {
    if (!cache && value != null) {
      throw new IllegalArgumentException(option + " goes with --cache");
    }
  }

  /** Passes over the training images; null if they were not given. */
  Integer epochs() {
    return epochs;
  }
}
