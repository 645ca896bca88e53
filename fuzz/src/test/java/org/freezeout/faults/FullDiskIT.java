package org.freezeout.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The disk is full in the middle of a comparison: it ends with one line that says so, and once
 * there is room its report can be drawn and it goes on. The disk is a small one in memory where one
 * can be mounted (by root), else a limit on the size of each file stands for it.
 */
@Timeout(3600)
class FullDiskIT {

  private static final int EPOCHS = 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"simulated", "mxnet"})
  void goesOnOnceThereIsRoom(String engine) throws Exception {
    Faults.assumeReady(engine);
    boolean simulated = engine.equals(Faults.SIMULATED);
    int tries = Faults.tries("disks", simulated ? 1 : 0);
    assumeTrue(tries > 0, "only with fuzz/faults");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounts = mount(disk, 1 << 26) && unmount(disk);
    assumeTrue(mounts || Program.can("bash", "-c", "ulimit -f 100"), "neither mount nor ulimit");
    System.out.println("faults: full disk: " + (mounts ? "a tmpfs" : "ulimit -f"));
    var random = Faults.random("full disk " + engine);
    Scene scene = Scene.in(folder);
    Program program = Program.in(folder);
    Program.Ended ended = program.run(Scene.compare(engine, EPOCHS, "5m", "disk/whole"));
    assertEquals(0, ended.exitCode(), ended::err);
    Map<String, List<JsonNode>> whole = scene.result("disk/whole");
    scene.delete("disk/whole");
    var figures = new Figures("full disk " + engine);
    try {
      while (figures.count("tried") < tries) {
        int kilobytes = simulated ? 100 + random.nextInt(250) : 200 + random.nextInt(1500);
        List<String> compare = Scene.compare(engine, EPOCHS, "2", "disk/out");
        if (mounts) {
          assertTrue(mount(disk, kilobytes << 10));
          ended = program.run(compare);
        } else {
          int most = simulated ? 4 + random.nextInt(12) : 40 + random.nextInt(60);
          ended =
              program
                  .within("bash", "-c", "ulimit -f " + most + "; exec \"$@\"", "bash")
                  .run(compare);
        }
        if (ended.exitCode() != 0) {
          figures.add("tried", 1);
          Faults.assertFailed(mounts ? "No space left on device" : "File too large", ended);
          if (mounts) {
            assertTrue(
                Program.can("mount", "-o", "remount,size=64m", disk.toString()), "no remount");
          }
          boolean begun = Files.exists(scene.path("disk/out"));
          figures.add(begun ? "while_training" : "before_the_first_step", 1);
          if (begun) {
            ended = program.run(List.of("resume", "disk/out"));
          } else {
            assertEquals(List.of(), scene.files("disk", ".*"));
            ended = program.run(compare);
          }
          assertEquals(0, ended.exitCode(), ended::err);
          figures.add("went_on", 1);
        }
        assertEquals(whole, scene.result("disk/out"));
        scene.delete("disk/out");
        if (mounts) {
          assertTrue(unmount(disk));
        }
      }
    } finally {
      if (mounts) {
        unmount(disk);
      }
      figures.publish();
    }
    assertEquals(tries, figures.count("went_on"));
  }

  private static boolean mount(Path disk, int bytes) {
    return Program.can("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", disk.toString());
  }

  private static boolean unmount(Path disk) {
    return Program.can("umount", disk.toString());
  }
}
