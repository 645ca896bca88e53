package org.freezeout.cli;

import java.util.Arrays;
import java.util.Locale;

/** What {@code --format} takes. */
enum Format {
  TABLE,
  CSV,
  JSON;

  /**
   * The format of a name.
   *
   * @throws IllegalArgumentException if none has that name
   */
  static Format named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown format '" + name + "'; known: table, csv, json"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
