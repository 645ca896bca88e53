package org.freezeout.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A comparison that writes a checkpoint at every step is killed (SIGKILL) at random moments, some
 * of them within these writes, and resumed until it ends: as one that nobody killed.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(3600)
class KillsIT {

  private static final int SIGKILL = 9;

  /** A checkpoint that is not complete yet. */
  private static final String DRAFT = "checkpoint-\\d+\\.next";

  /** One in so many is killed at any moment from its start, the others after their first step. */
  private static final int ANYWHERE = 4;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"simulated", "mxnet", "pytorch"})
  void nothingIsLost(String engine) throws Exception {
    Faults.assumeReady(engine);
    boolean simulated = engine.equals(Faults.SIMULATED);
    int all = Faults.tries("kills", 9);
    int kills = simulated ? all - 2 * (all / 5) : all / 5;
    int epochs = all < 10 ? 6 : 40;
    var random = Faults.random("kill " + engine);
    Scene scene = Scene.in(folder);
    Program program = Program.in(folder);
    Program.Ended ended = program.run(Scene.compare(engine, epochs, "5m", "whole"));
    assertEquals(0, ended.exitCode(), ended::err);
    Map<String, List<JsonNode>> whole = scene.result("whole");
    var figures = new Figures("kill " + engine);
    try {
      while (figures.count("tried") < kills) {
        int killed = untilTheEnd(scene, program, engine, epochs, kills, figures, random);
        assertEquals(whole, scene.result("out"));
        figures.add("survived", killed);
        scene.delete("out");
      }
    } finally {
      figures.publish();
    }
    assertEquals(kills, figures.count("survived"));
  }

  /** Kills and resumes a comparison until it ends; returns how often it was killed. */
  private static int untilTheEnd(
      Scene scene,
      Program program,
      String engine,
      int epochs,
      int kills,
      Figures figures,
      Random random)
      throws IOException, InterruptedException {
    int killed = 0;
    figures.add("comparisons", 1);
    while (true) {
      boolean begun = Files.exists(scene.path("out"));
      List<Path> drafts = scene.files(".", DRAFT);
      Path err = scene.path("err");
      Process process =
          program.start(
              begun ? List.of("resume", "out") : Scene.compare(engine, epochs, "1", "out"),
              scene.path("stdout"),
              err);
      if (figures.count("tried") < kills) {
        boolean anywhere = random.nextInt(ANYWHERE) == 0;
        boolean simulated = engine.equals(Faults.SIMULATED);
        while (!anywhere && process.isAlive() && !Files.readString(err).contains("step ")) {
          Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(anywhere ? 2500 : simulated ? 400 : 1500));
        process.destroyForcibly();
      }
      int exitCode = process.waitFor();
      if (exitCode != 128 + SIGKILL) {
        assertEquals(0, exitCode, Files.readString(err));
        return killed;
      }
      killed++;
      figures.add("tried", 1);
      figures.add(
          drafts.containsAll(scene.files(".", DRAFT)) ? "elsewhere" : "within_a_checkpoint", 1);
    }
  }
}
