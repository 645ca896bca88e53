package org.freezeout.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is done to training images. */
public enum Augmentation {
  /** Nothing. */
  NONE,
  /** A random crop out of the image with 4 zero pixels on every side, and a random flip. */
  STANDARD;

  /**
   * The augmentation of a name.
   *
   * @throws IllegalArgumentException if none has that name
   */
  public static Augmentation named(String name) {
    return Arrays.stream(values())
        .filter(a -> a.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown augmentation '"
                        + name
                        + "'; known: "
                        + Arrays.stream(values())
                            .map(Augmentation::toString)
                            .collect(Collectors.joining(", "))));
  }

  /** The name on the command line and in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
