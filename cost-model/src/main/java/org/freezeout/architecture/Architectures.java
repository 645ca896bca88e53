package org.freezeout.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds an architecture by what users write: a name of the {@link Catalogue}, or a file. */
public final class Architectures {

  private Architectures() {}

  /**
   * The architecture of a name or file. A name of the catalogue never means a file; a file of that
   * name is written {@code ./wrn-16-4}.
   *
   * @param nameOrFile such as {@code wrn-16-4} or {@code network.json}
   * @param input shape of an image, or empty for that of the family or file
   * @param classes how many classes, or empty for those of the family or file; a file's cannot be
   *     changed
   * @throws IllegalArgumentException in one line, if there is neither such a name nor such a file,
   *     the file does not hold an architecture, or it does not fit the input or classes
   */
  public static ArchitectureSpec named(
      String nameOrFile, Optional<FeatureShape> input, OptionalInt classes) throws IOException {
    if (Catalogue.knows(nameOrFile) || !isFile(nameOrFile)) {
      return Catalogue.resolve(nameOrFile, input, classes);
    }
    ArchitectureSpec architecture = ArchitectureJson.read(Path.of(nameOrFile));
    if (classes.isPresent() && classes.getAsInt() != architecture.classes()) {
      throw new IllegalArgumentException(
          nameOrFile
              + " is for "
              + architecture.classes()
              + " classes and cannot be used for "
              + classes.getAsInt());
    }
    return input.isPresent() ? withInput(architecture, nameOrFile, input.get()) : architecture;
  }

  private static boolean isFile(String nameOrFile) {
    return nameOrFile.endsWith(".json")
        || nameOrFile.contains("/")
        || nameOrFile.contains("\\")
        || !nameOrFile.isBlank() && Files.exists(Path.of(nameOrFile));
  }

  private static ArchitectureSpec withInput(
      ArchitectureSpec architecture, String file, FeatureShape input) {
    try {
      return architecture.withInput(input);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " cannot be used for an input of " + input + ": " + e.getMessage(), e);
    }
  }
}
