package org.freezeout.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two processes in one folder: the second is refused, until the first has died. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(600)
class TwoProcessesIT {

  private static final int LONG = 100_000;

  @TempDir private Path folder;

  @Test
  void theSecondIsRefusedUntilTheFirstHasDied() throws Exception {
    Scene scene = Scene.in(folder);
    Program program = Program.in(folder);
    Path err = scene.path("err");
    Process first =
        program.start(
            Scene.compare(Faults.SIMULATED, LONG, "5m", "out"), scene.path("stdout"), err);
    var figures = new Figures("two processes");
    try {
      while (first.isAlive() && !Files.readString(err).contains("step ")) {
        Thread.sleep(5);
      }
      Faults.assertRefused(
          "out is in use by process " + first.pid(), program.run(List.of("resume", "out")));
      Faults.assertRefused(
          "output folder out is not empty",
          program.run(Scene.compare(Faults.SIMULATED, LONG, "5m", "out")));
      figures.add("tried", 2);
      figures.add("refused", 2);
    } finally {
      first.destroyForcibly().waitFor();
    }
    // Another process may have its number by now.
    Files.writeString(scene.path("out/lock"), ProcessHandle.current().pid() + "\n");
    Process second = program.start(List.of("resume", "out"), scene.path("stdout"), err);
    while (second.isAlive() && !Files.readString(err).contains("step ")) {
      Thread.sleep(5);
    }
    assertEquals(second.pid() + "\n", Files.readString(scene.path("out/lock")));
    figures.add("taken_over", 1);
    second.destroyForcibly().waitFor();
    figures.publish();
  }
}
