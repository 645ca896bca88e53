package org.freezeout.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.freezeout.schedule.TrainingLength;

/**
 * Moments of training, evenly spaced from its start to its end.
 *
 * @param progress each as progress t in [0, 1]
 * @param labels each as the name of a column
 */
record RatePoints(List<Double> progress, List<String> labels) {

  static RatePoints none() {
    return new RatePoints(List.of(), List.of());
  }

  /**
   * Steps from the first to the last where there is a length, else progress from 0 to 1.
   *
   * @throws IllegalArgumentException if there are more points than steps
   */
  static RatePoints of(int points, Optional<TrainingLength> length) {
    return length.isPresent() ? steps(points, length.get()) : progress(points);
  }

  private static RatePoints steps(int points, TrainingLength length) {
    if (points > length.steps()) {
      throw new IllegalArgumentException(
          "--points must be at most the number of steps, " + length.steps() + ", got " + points);
    }
    int[] steps =
        IntStream.range(0, points)
            .map(p -> (int) Math.round(share(p, points) * (length.steps() - 1)))
            .toArray();
    return new RatePoints(
        IntStream.of(steps).mapToObj(length::progress).toList(),
        IntStream.of(steps).mapToObj(step -> "rate_step_" + step).toList());
  }

  private static RatePoints progress(int points) {
    List<Double> progress = IntStream.range(0, points).mapToObj(p -> share(p, points)).toList();
    return new RatePoints(progress, progress.stream().map(t -> "rate_" + rounded(t)).toList());
  }

  private static double share(int point, int points) {
    return points == 1 ? 0 : (double) point / (points - 1);
  }

  private static String rounded(double t) {
    return t == 0
        ? "0"
        : BigDecimal.valueOf(t)
            .setScale(4, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
  }
}
