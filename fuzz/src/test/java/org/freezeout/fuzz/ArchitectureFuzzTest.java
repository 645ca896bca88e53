package org.freezeout.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.cost.NetworkCost;

/** Architecture files. */
class ArchitectureFuzzTest {

  private static final Law LAW = new Law("architecture JSON", 4 << 20, 200);

  private static final List<String> INTACT = new ArrayList<>();
  private static Path folder;
  private static Path file;

  @BeforeContainer
  static void write() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    file = folder.resolve("network.json");
    for (String name : List.of("wrn-10-1", "vgg-11", "densenet-40-12", "mobilenet-v2")) {
      ArchitectureJson.write(
          Architectures.named(name, Optional.empty(), OptionalInt.empty()), file);
      INTACT.add(Files.readString(file));
    }
  }

  @AfterContainer
  static void delete() throws IOException {
    Folders.delete(folder);
  }

  @AfterProperty
  void report() {
    LAW.report();
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Input.inputs(
        random ->
            Input.of(
                "network.json",
                JsonDamage.of(
                    INTACT.get(random.nextInt(INTACT.size())),
                    INTACT.get(random.nextInt(INTACT.size())),
                    random)));
  }

  /** What is read can be counted and written, and is then read as the same. */
  @Property
  void isReadOrRefused(@ForAll("inputs") Input input) throws IOException {
    Files.write(file, input.bytes());
    LAW.holds(
        input,
        input.bytes().length,
        file,
        () -> {
          ArchitectureSpec architecture = ArchitectureJson.read(file);
          assertTrue(NetworkCost.of(architecture).macs() >= 0);
          Path copy = folder.resolve("copy.json");
          ArchitectureJson.write(architecture, copy);
          assertEquals(architecture, ArchitectureJson.read(copy));
        });
  }
}
