package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FontsTest {

  /** Runs in a JVM of its own: fonts are looked for once. */
  public static void main(String[] args) {
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        Fonts.check();
        System.out.println("drawn");
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // only there fonts come from fontconfig
  void saysWhatToInstallWhereThereAreNoFonts() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dsun.awt.fontconfig=/no/such/file",
                "-cp",
                System.getProperty("java.class.path"),
                FontsTest.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    process.waitFor(1, TimeUnit.MINUTES);

    String message =
        "figures cannot be drawn: no fonts are installed; install fontconfig and a font, e.g."
            + " apt-get install fontconfig fonts-dejavu-core";
    assertEquals(List.of(message, message), lines);
  }
}
