package org.freezeout.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Known architectures by name.
 *
 * <pre>{@code
 * ArchitectureSpec network =
 *     Catalogue.resolve("wrn-16-4", Optional.empty(), OptionalInt.of(100));
 * }</pre>
 *
 * <p>Without an input and classes, {@code vgg}, {@code wrn}, {@code densenet} and {@code
 * densenet-bc} are for 3x32x32 and 10 classes, {@code resnet} and {@code mobilenet-v2} for
 * 3x224x224 and 1000.
 */
public final class Catalogue {

  private Catalogue() {}

  /** The families and their names, for people: {@code resnet-18|34|50}, … */
  public static List<String> families() {
    return Arrays.stream(Family.values()).map(Family::description).toList();
  }

  /** Whether a name has the form of a family's names; it may still be impossible. */
  public static boolean knows(String name) {
    return Arrays.stream(Family.values()).anyMatch(family -> family.matches(name));
  }

  /**
   * The architecture of a name.
   *
   * @param name such as {@code densenet-bc-76-12}
   * @param input shape of an image, or empty for the family's own
   * @param classes how many classes, or empty for the family's own
   * @throws IllegalArgumentException if there is no such architecture, in a line that lists the
   *     families, or it cannot be applied to such an input
   */
  public static ArchitectureSpec resolve(
      String name, Optional<FeatureShape> input, OptionalInt classes) {
    Family family = family(name);
    if (classes.isPresent()) {
      Sizes.atLeast("classes", 1, classes.getAsInt());
    }
    FeatureShape shape = input.orElse(family.defaultInput());
    try {
      return family.build(name, shape, classes.orElse(family.defaultClasses()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + " cannot be built for an input of " + shape + ": " + e.getMessage(), e);
    }
  }

  private static Family family(String name) {
    Family family =
        Arrays.stream(Family.values())
            .filter(f -> f.matches(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown architecture '" + Names.shortened(name) + "'" + known()));
    try {
      family.check(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "unknown architecture '" + name + "': " + e.getMessage() + known(), e);
    }
    return family;
  }

  private static String known() {
    return "; known: " + String.join(", ", families());
  }
}
