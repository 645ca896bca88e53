package org.freezeout.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.onnx.OnnxNetwork;
import org.freezeout.onnx.OnnxOptions;

/** ONNX files. */
class OnnxFuzzTest {

  private static final Law LAW = new Law("ONNX", 16 << 20, 400);

  private static Path folder;
  private static Path file;

  @BeforeContainer
  static void create() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    file = folder.resolve("network.onnx");
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
    return Input.inputs(random -> Input.of("network.onnx", OnnxDamage.of(random)));
  }

  /** What is read has something to count. */
  @Property
  void isReadOrRefused(@ForAll("inputs") Input input) throws IOException {
    Files.write(file, input.bytes());
    LAW.holds(
        input,
        input.bytes().length,
        file,
        () -> {
          OnnxNetwork network = OnnxNetwork.read(file, OnnxOptions.DEFAULT);
          assertTrue(network.cost().macs() > 0);
          assertTrue(network.groups().size() == network.cost().groups());
          network.groups().forEach(name -> assertTrue(Law.complaint(name) == null, name));
        });
  }
}
