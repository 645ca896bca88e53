package org.freezeout.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder that cannot be written, from the start or from the middle of training on. Permissions do
 * not bind root, so for root the folder is made immutable instead.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(600)
class ReadOnlyIT {

  private static final int EPOCHS = 40;

  @TempDir private Path folder;

  @Test
  void saysSoAndGoesOnWhenItCanBeWrittenAgain() throws Exception {
    Scene scene = Scene.in(folder);
    Program program = Program.in(folder);
    assertEquals(0, program.run(Scene.compare(Faults.SIMULATED, EPOCHS, "5m", "whole")).exitCode());
    Map<String, List<JsonNode>> whole = scene.result("whole");
    var figures = new Figures("read-only folder");
    Path shut = Files.createDirectory(scene.path("shut"));
    Path written = scene.path("whole");
    try {
      close(shut);
      close(written);
      assumeTrue(isClosed(shut), "neither permissions nor chattr bind this user");
      Program.Ended refused = program.run(Scene.compare(Faults.SIMULATED, EPOCHS, "1", "shut/out"));
      Faults.assertRefused("shut/out cannot be written", refused);
      Faults.assertRefused("whole/", program.run(List.of("report", "whole")));
      figures.add("tried", 2);
      figures.add("refused", 2);
      Path err = scene.path("err");
      Process process =
          program.start(
              Scene.compare(Faults.SIMULATED, EPOCHS, "1", "out"), scene.path("stdout"), err);
      while (process.isAlive() && !Files.readString(err).contains("step ")) {
        Thread.sleep(2);
      }
      Thread.sleep(200);
      closeAll(scene);
      var ended = new Program.Ended(process.waitFor(), "", Files.readString(err));
      Faults.assertFailed("", ended);
      figures.add("tried", 1);
      figures.add("failed_in_one_line", 1);
      Faults.assertFailed("out/", program.run(List.of("resume", "out")));
      figures.add("tried", 1);
      figures.add("failed_in_one_line", 1);
      openAll(scene);
      Program.Ended resumed = program.run(List.of("resume", "out"));
      assertEquals(0, resumed.exitCode(), resumed::err);
      assertEquals(whole, scene.result("out"));
      figures.add("went_on", 1);
    } finally {
      open(shut);
      open(written);
      if (Files.exists(scene.path("out"))) {
        openAll(scene);
      }
      figures.publish();
    }
  }

  private static void closeAll(Scene scene) throws IOException {
    for (Path run : scene.runs("out")) {
      close(run);
    }
    close(scene.path("out"));
  }

  private static void openAll(Scene scene) throws IOException {
    open(scene.path("out"));
    for (Path run : scene.runs("out")) {
      open(run);
    }
  }

  private static void close(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    Program.can("chattr", "+i", folder.toString());
  }

  private static void open(Path folder) throws IOException {
    Program.can("chattr", "-i", folder.toString());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isClosed(Path folder) throws IOException {
    try {
      Files.delete(Files.createFile(folder.resolve("probe")));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
