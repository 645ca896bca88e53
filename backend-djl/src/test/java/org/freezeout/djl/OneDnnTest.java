package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneDnnTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "AuthenticAMD, false, true",
    "AuthenticAMD, true, false",
    "GenuineIntel, false, false",
    "GenuineIntel, true, false"
  })
  void isMisledByAnAmdProcessorWithHiddenCaches(String vendor, boolean visible, boolean misled)
      throws IOException {
    Path cpuinfo =
        Files.writeString(
            folder.resolve("cpuinfo"), "processor\t: 0\nvendor_id\t: " + vendor + "\n");
    Path caches = Files.createDirectory(folder.resolve("cache"));
    if (visible) {
      Files.createDirectory(caches.resolve("index0"));
    }
    assertEquals(misled, OneDnn.isMisled(cpuinfo, caches));
  }

  @Test
  void isNotMisledWhereThereIsNoLinux() {
    assertFalse(OneDnn.isMisled(folder.resolve("none"), folder.resolve("none")));
  }
}
