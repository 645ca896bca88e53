package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareTest {

  @TempDir Path folder;

  @Test
  void namesTheProcessorAsLinuxDoes() throws IOException {
    Path cpuinfo =
        Files.writeString(
            folder.resolve("cpuinfo"),
            "processor\t: 0\nmodel\t\t: 2\nmodel name\t: A Processor: fast\nprocessor\t: 1\n");
    assertEquals(Optional.of("A Processor: fast"), Hardware.cpu(cpuinfo));
  }

  @Test
  void namesGpusInTheOrderOfTheirFolders() throws IOException {
    for (String bus : new String[] {"0000:41:00.0", "0000:01:00.0"}) {
      Path gpu = Files.createDirectory(folder.resolve(bus));
      Files.writeString(gpu.resolve("information"), "Model: \t\t GPU at " + bus + "\nIRQ: 1\n");
    }
    assertEquals(Optional.of("GPU at 0000:01:00.0"), Hardware.gpu(folder, 0));
    assertEquals(Optional.of("GPU at 0000:41:00.0"), Hardware.gpu(folder, 1));
    assertEquals(Optional.empty(), Hardware.gpu(folder, 2));
  }

  @Test
  void knowsNothingWhereThereIsNoLinux() {
    assertEquals(Optional.empty(), Hardware.cpu(folder.resolve("none")));
    assertEquals(Optional.empty(), Hardware.gpu(folder.resolve("none"), 0));
  }
}
