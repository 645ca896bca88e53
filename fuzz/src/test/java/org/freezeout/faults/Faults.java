package org.freezeout.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.freezeout.experiment.TrainingBackend;

/** How many faults are tried and where, and what holds after each of them. */
final class Faults {

  /** All engines. */
  static final String SIMULATED = "simulated";

  private Faults() {}

  /**
   * How often to try.
   *
   * @param property how often in {@code fuzz/faults}, which sets it
   * @param few how often in {@code mvn verify}
   */
  static int tries(String property, int few) {
    return Integer.getInteger("faults." + property, few);
  }

  /** Chooses moments and places; the seed is printed, and set by {@code -Dfaults.seed}. */
  static Random random(String kind) {
    long seed = Long.getLong("faults.seed", 1);
    System.out.println("faults: " + kind + ": seed " + seed);
    return new Random(seed + kind.hashCode());
  }

  static void assumeReady(String engine) {
    assumeTrue(!TrainingBackend.named(engine).status().devices().isEmpty(), engine);
  }

  /** A command that cannot begin says so in one line. */
  static void assertRefused(String what, Program.Ended ended) {
    assertEquals(2, ended.exitCode(), ended::err);
    assertEquals(1, ended.err().lines().count(), ended::err);
    assertTrue(ended.err().startsWith("freezeout: "), ended::err);
    assertTrue(ended.err().contains(what), ended::err);
    assertEquals("", ended.out());
  }

  /** A command that began and cannot go on says so in its last line. */
  static void assertFailed(String what, Program.Ended ended) {
    assertTrue(ended.exitCode() == 1 || ended.exitCode() == 2, ended::err);
    List<String> lines = ended.err().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("freezeout: ") && last.contains(what), ended::err);
    assertNoTrace(ended.err());
  }

  static void assertNoTrace(String err) {
    assertFalse(err.contains("\tat ") || err.contains("Exception in thread"), err);
  }

  /** Native code that crashes leaves a file that tells of it. */
  static void assertNoCrash(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(),
          files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList());
    }
  }
}
