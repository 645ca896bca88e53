package org.freezeout.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Labels and the names of classes. */
final class Labels {

  private Labels() {}

  /** A label of a file, or a refusal. */
  static int check(Object file, int image, int label, int classes) {
    if (label >= classes) {
      throw Problem.with(
          file,
          "is corrupt: the label of image %d must lie in [0, %d], got %d"
              .formatted(image, classes - 1, label));
    }
    return label;
  }

  /** The lines of a resource of this package. */
  static List<String> classNames(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Labels.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
