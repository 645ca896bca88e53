package org.freezeout.cost;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a cache of activations keeps a number. */
public enum CachePrecision {
  /** As it was computed: training with the cache gives the same bits as without. */
  FLOAT32(4),
  /** Rounded to 11 significant bits, in half the room. */
  FLOAT16(2);

  private final int bytes;

  CachePrecision(int bytes) {
    this.bytes = bytes;
  }

  /** How many bytes a number takes. */
  public int bytes() {
    return bytes;
  }

  /**
   * The precision of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  public static CachePrecision named(String name) {
    return Arrays.stream(values())
        .filter(precision -> precision.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown cache precision '"
                        + name
                        + "'; known: "
                        + Arrays.stream(values())
                            .map(CachePrecision::toString)
                            .collect(Collectors.joining(", "))));
  }

  /** The name on the command line and in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
