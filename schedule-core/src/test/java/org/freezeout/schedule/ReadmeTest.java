package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example of the module's README compiles, and gives what it says. */
class ReadmeTest {

  @Test
  void example() {
    LayerwiseSchedule schedule = FreezeOut.of(0.1, 0.8).forLayers(40); // cubic, scaled
    double rate = schedule.rate(0, 0.25); // a_0(0.25) = 0.1013
    int frozen = schedule.frozenPrefix(0.6); // 9 layers no longer train
    int step = schedule.freezeStep(0, new TrainingLength(10, 90)); // 461, as 0.512 * 900 = 460.8

    // By a pocket calculator: 0.1 / 0.512 / 2 * (1 + cos(pi * 0.25 / 0.512)); 0.6^(1/3) = 0.84343
    // lies
    // between u_8 = 0.8 + 0.2 * 8/39 = 0.84103 and u_9 = 0.84615.
    assertEquals(0.10125, rate, 5e-6);
    assertEquals(9, frozen);
    assertEquals(461, step);
  }

  @Test
  void readmeShowsTheExample() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/org/freezeout/schedule/ReadmeTest.java"));
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```java\n") + 8;
    readme
        .substring(start, readme.indexOf("```", start))
        .lines()
        .forEach(line -> assertTrue(source.contains(line), line));
  }
}
