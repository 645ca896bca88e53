package org.freezeout.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitecturesTest {

  private static final Optional<FeatureShape> OWN_INPUT = Optional.empty();
  private static final OptionalInt OWN_CLASSES = OptionalInt.empty();

  @TempDir Path folder;
  private ArchitectureSpec network;
  private String file;

  @BeforeEach
  void writeNetwork() throws IOException {
    network = Catalogue.resolve("densenet-10-4", OWN_INPUT, OWN_CLASSES);
    file = folder.resolve("network.json").toString();
    ArchitectureJson.write(network, Path.of(file));
  }

  @Test
  void findsNamesAndFiles() throws IOException {
    assertEquals(network, Architectures.named("densenet-10-4", OWN_INPUT, OWN_CLASSES));
    assertEquals(network, Architectures.named(file, OWN_INPUT, OWN_CLASSES));
  }

  @Test
  void overridesTheInputOfAFile() throws IOException {
    FeatureShape input = new FeatureShape(1, 28, 28);
    ArchitectureSpec other = Architectures.named(file, Optional.of(input), OptionalInt.of(10));
    assertEquals(input, other.input());
    assertEquals(network.groups(), other.groups());
  }

  @Test
  void refusesAnInputThatDoesNotFitAFile() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Architectures.named(file, Optional.of(new FeatureShape(3, 3, 32)), OWN_CLASSES));
    assertTrue(
        e.getMessage().startsWith(file + " cannot be used for an input of 3x3x32: group"),
        e.getMessage());
  }

  @Test
  void refusesOtherClassesThanTheFiles() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Architectures.named(file, OWN_INPUT, OptionalInt.of(100)));
    assertEquals(file + " is for 10 classes and cannot be used for 100", e.getMessage());
  }

  @Test
  void tellsAMissingFileFromAnUnknownName() throws IOException {
    String missing = folder.resolve("missing.json").toString();
    assertEquals("no such file: " + missing, messageFor(missing));
    assertEquals("no such file: netwrok.json", messageFor("netwrok.json"));
    assertTrue(messageFor("netwrok").startsWith("unknown architecture 'netwrok'; known: "));
    assertTrue(messageFor("").startsWith("unknown architecture ''; known: "));
    Files.createDirectory(folder.resolve("sub"));
    assertEquals(
        folder.resolve("sub") + " is a folder, not an architecture file",
        messageFor(folder.resolve("sub").toString()));
  }

  private static String messageFor(String nameOrFile) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> Architectures.named(nameOrFile, OWN_INPUT, OWN_CLASSES))
        .getMessage();
  }
}
