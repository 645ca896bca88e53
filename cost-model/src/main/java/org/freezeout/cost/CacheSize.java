package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;

/**
 * How much room a cache of a frozen prefix's outputs takes. What else a cache keeps, such as where
 * its entries lie, is left out.
 *
 * @param bytesPerImage for each border k in [0, n] those of one image's activations between group k
 *     - 1 and group k; those of border 0 are the image's own
 */
public record CacheSize(List<Long> bytesPerImage) {

  public CacheSize {
    bytesPerImage = List.copyOf(bytesPerImage);
  }

  /** The sizes in a network. */
  public static CacheSize of(ArchitectureSpec architecture, CachePrecision precision) {
    List<Long> bytes = new ArrayList<>();
    for (FeatureShape shape : architecture.shapes()) {
      bytes.add((long) shape.size() * precision.bytes());
    }
    return new CacheSize(bytes);
  }

  /**
   * The most that one entry takes in a run: the largest border at which it is stored.
   *
   * @return 0 where nothing is stored
   * @throws IllegalArgumentException if the schedule is for another number of groups, or has fewer
   *     than the first border
   */
  public long largestBytesPerImage(
      LayerwiseSchedule schedule, TrainingLength length, PrefixCaching caching) {
    if (schedule.size() != bytesPerImage.size() - 1) {
      throw new IllegalArgumentException(
          "the schedule must be for "
              + (bytesPerImage.size() - 1)
              + " layer groups, got "
              + schedule.size());
    }
    long largest = 0;
    int step = caching.storedFrom(schedule, length, 0);
    while (step < length.steps()) {
      int border = schedule.frozenPrefix(length.progress(step));
      largest = Math.max(largest, bytesPerImage.get(border));
      step = border < schedule.size() ? schedule.freezeStep(border, length) : length.steps();
    }
    return largest;
  }

  /**
   * The most that the whole cache takes in a run.
   *
   * @param images how many training images there are
   * @throws IllegalArgumentException as {@link #largestBytesPerImage}
   * @throws ArithmeticException if a {@code long} cannot count it
   */
  public long largestBytes(
      LayerwiseSchedule schedule, TrainingLength length, PrefixCaching caching, int images) {
    return Math.multiplyExact(
        largestBytesPerImage(schedule, length, caching),
        Math.multiplyExact((long) images, Math.min(caching.views(), length.epochs())));
  }
}
