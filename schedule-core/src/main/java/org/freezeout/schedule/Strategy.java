package org.freezeout.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The named combinations of {@link Spacing} and {@link RateScaling}. */
public enum Strategy {
  LINEAR(Spacing.LINEAR, RateScaling.UNSCALED),
  LINEAR_SCALED(Spacing.LINEAR, RateScaling.SCALED),
  SQUARED(Spacing.SQUARED, RateScaling.UNSCALED),
  SQUARED_SCALED(Spacing.SQUARED, RateScaling.SCALED),
  CUBIC(Spacing.CUBIC, RateScaling.UNSCALED),
  CUBIC_SCALED(Spacing.CUBIC, RateScaling.SCALED);

  /** The four strategies of the paper, in its order. */
  public static final List<Strategy> OF_THE_PAPER =
      List.of(LINEAR, LINEAR_SCALED, CUBIC, CUBIC_SCALED);

  private final Spacing spacing;
  private final RateScaling scaling;

  Strategy(Spacing spacing, RateScaling scaling) {
    this.spacing = spacing;
    this.scaling = scaling;
  }

  /** The strategy with this spacing and scaling. */
  public static Strategy of(Spacing spacing, RateScaling scaling) {
    return Arrays.stream(values())
        .filter(s -> s.spacing == spacing && s.scaling == scaling)
        .findFirst()
        .orElseThrow();
  }

  /**
   * The strategy of a name such as {@code cubic-scaled}.
   *
   * @throws IllegalArgumentException if no strategy has that name
   */
  public static Strategy named(String name) {
    return Arrays.stream(values())
        .filter(s -> s.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown strategy '"
                        + name
                        + "'; known: "
                        + Arrays.stream(values())
                            .map(Strategy::toString)
                            .collect(Collectors.joining(", "))));
  }

  public Spacing spacing() {
    return spacing;
  }

  public RateScaling scaling() {
    return scaling;
  }

  /** The name used on the command line, in files and in figures, such as {@code cubic-scaled}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
