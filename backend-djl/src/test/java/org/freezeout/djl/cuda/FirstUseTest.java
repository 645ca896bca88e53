package org.freezeout.djl.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstUseTest {

  @TempDir private Path folder;

  @Test
  void longestOfEachGpuAndDriverIsKept() throws IOException {
    Path file = folder.resolve("new/first-use");
    var uses = FirstUse.in(file);
    assertEquals(OptionalDouble.empty(), uses.seconds("NVIDIA H100: driver 550"));
    uses.record("NVIDIA H100: driver 550", 92.34);
    uses.record("NVIDIA H100: driver 550", 3.2); // compiled before
    uses.record("NVIDIA H100: driver 580", 110);
    var again = FirstUse.in(file);
    assertEquals(OptionalDouble.of(92.3), again.seconds("NVIDIA H100: driver 550"));
    assertEquals(OptionalDouble.of(110), again.seconds("NVIDIA H100: driver 580"));
  }

  @Test
  void damagedFilesSayNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("first-use"), "gpu=many\nx=\\u00zz");
    assertEquals(OptionalDouble.empty(), FirstUse.in(file).seconds("gpu"));
    Files.writeString(file, "gpu=many");
    assertEquals(OptionalDouble.empty(), FirstUse.in(file).seconds("gpu"));
  }
}
