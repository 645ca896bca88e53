package org.freezeout.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file is cut short or some of its bits are flipped. Whoever reads it says so and names it, and
 * either refuses or does without; nobody goes on with what it says.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(3600)
class DamageIT {

  private static final int EPOCHS = 40;
  private static final List<String> RUNS = List.of("baseline", "linear-t0.4", "cubic-t0.4");

  @TempDir private static Path folder;

  private static Scene scene;
  private static Program program;
  private static Map<String, List<JsonNode>> whole;

  /** A comparison that ended, the same killed, and a calibration. */
  @BeforeAll
  static void prepare() throws Exception {
    scene = Scene.in(folder);
    program = Program.in(folder);
    succeed(Scene.compare(Faults.SIMULATED, EPOCHS, "5m", "whole"));
    whole = scene.result("whole");
    kill();
    Files.createDirectory(scene.path("measured"));
    succeed(
        List.of(
            "calibrate --engine simulated --arch wrn-10-1 --out measured/calibration.json"
                .split(" ")));
  }

  private static void succeed(List<String> arguments) throws Exception {
    Program.Ended ended = program.run(arguments);
    assertEquals(0, ended.exitCode(), ended::err);
  }

  /** The folder of a comparison that was killed is resumed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "setup.json",
        "run.json",
        "architecture.json",
        "metrics.jsonl",
        "newest checkpoint",
        "older checkpoint"
      })
  void isDetectedByResume(String name) throws Exception {
    tryAll(
        name,
        "killed",
        (damaged, file) -> {
          Program.Ended resumed = program.run(List.of("resume", damaged));
          Faults.assertNoTrace(resumed.err());
          if (resumed.exitCode() != 0) {
            Faults.assertRefused(file, resumed);
            return "detected";
          }
          if (!whole.equals(scene.result(damaged))) {
            return "missed";
          }
          // Nobody reads an older checkpoint, or lines that were written after the newest.
          return resumed.err().contains(file) ? "detected" : "not_needed";
        });
  }

  /** The report of a comparison that ended is drawn again. */
  @ParameterizedTest
  @ValueSource(strings = {"comparison.json", "run.json", "architecture.json", "metrics.jsonl"})
  void isDetectedByReport(String name) throws Exception {
    tryAll(
        name,
        "whole",
        (damaged, file) -> {
          Program.Ended report = program.run(List.of("report", damaged));
          if (report.exitCode() == 0) {
            return "missed";
          }
          Faults.assertRefused(file, report);
          return "detected";
        });
  }

  /** A calibration is used. */
  @ParameterizedTest
  @ValueSource(strings = "calibration.json")
  void isDetectedByPredict(String name) throws Exception {
    tryAll(
        name,
        "measured",
        (damaged, file) -> {
          Program.Ended predicted =
              program.run(
                  List.of(
                      ("predict --arch wrn-10-1 --input 1x32x32 --calibration "
                              + damaged
                              + "/"
                              + name)
                          .split(" ")));
          if (predicted.exitCode() == 0) {
            return "missed";
          }
          Faults.assertRefused(file, predicted);
          return "detected";
        });
  }

  /** Uses a folder with a damaged file; says what came of it. */
  @FunctionalInterface
  private interface Use {
    String of(String folder, String file) throws IOException, InterruptedException;
  }

  private static void tryAll(String name, String intact, Use use) throws Exception {
    int tries = Faults.tries("damages", 1);
    String kind = "damage " + name + ", " + intact;
    var random = Faults.random(kind);
    var figures = new Figures(kind);
    try {
      for (int i = 0; i < tries; i++) {
        scene.delete("damaged");
        scene.copy(intact, "damaged");
        List<Path> files = files(name);
        Path file = files.get(random.nextInt(files.size()));
        Files.write(file, damaged(Files.readAllBytes(file), i, random));
        figures.add("tried", 1);
        String came = use.of("damaged", scene.folder().relativize(file).toString());
        figures.add(came, 1);
        if (came.equals("missed")
            || came.equals("not_needed")
                && !(name.equals("older checkpoint") || name.equals("metrics.jsonl"))) {
          throw new AssertionError(came + ": " + kind + ", number " + i + ": " + file);
        }
      }
    } finally {
      figures.publish();
    }
  }

  private static List<Path> files(String name) throws IOException {
    if (!name.endsWith(" checkpoint")) {
      return scene.files("damaged", name.replace(".", "\\."));
    }
    // The newest that all runs have.
    Set<Integer> steps = null;
    for (Path run : scene.runs("damaged")) {
      try (Stream<Path> files = Files.list(run)) {
        Set<Integer> own =
            files
                .filter(file -> file.getFileName().toString().matches("checkpoint-\\d+"))
                .map(DamageIT::step)
                .collect(Collectors.toCollection(TreeSet::new));
        if (steps == null) {
          steps = own;
        } else {
          steps.retainAll(own);
        }
      }
    }
    List<Integer> common = List.copyOf(steps);
    int step = common.get(common.size() - (name.startsWith("newest") ? 1 : 2));
    return scene.files("damaged", "checkpoint-" + step);
  }

  private static int step(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("checkpoint-".length()));
  }

  /** What disks do: a flipped bit, an end that is missing, a part that is zero. */
  private static byte[] damaged(byte[] bytes, int how, Random random) {
    byte[] damaged = bytes.clone();
    int at = random.nextInt(bytes.length - 1); // without the end of the last line it is as good
    switch (how % 3) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged = Arrays.copyOf(bytes, at);
      default -> Arrays.fill(damaged, at, Math.min(at + 512, bytes.length), (byte) 0);
    }
    return damaged;
  }

  /** Leaves the folder of a comparison that was killed after its second checkpoint. */
  private static void kill() throws Exception {
    Process process =
        program.start(
            Scene.compare(Faults.SIMULATED, EPOCHS, "3", "killed"),
            scene.path("stdout"),
            scene.path("stderr"));
    while (process.isAlive() && !RUNS.stream().allMatch(DamageIT::hasTwoCheckpoints)) {
      Thread.sleep(1);
    }
    process.destroyForcibly().waitFor();
    assertTrue(scene.files("killed", "report.html").isEmpty(), "it was too fast to be killed");
  }

  /** Looks at names alone: files come and go. */
  private static boolean hasTwoCheckpoints(String run) {
    String[] names = scene.path("killed/" + run).toFile().list();
    return names != null
        && Arrays.stream(names).filter(name -> name.matches("checkpoint-\\d+")).count() >= 2;
  }
}
