package org.freezeout.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A comparison that is asked to end (SIGTERM, Ctrl-C) at random moments stops between two steps
 * with a checkpoint and within seconds; its report can be drawn and it can be resumed.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(3600)
class SignalsIT {

  private static final List<String> NAMES = List.of("TERM", "INT");
  private static final Map<String, Integer> NUMBERS = Map.of("TERM", 15, "INT", 2);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"simulated", "mxnet", "pytorch"})
  void itStopsBetweenSteps(String engine) throws Exception {
    Faults.assumeReady(engine);
    boolean simulated = engine.equals(Faults.SIMULATED);
    int tries = Faults.tries("signals", 1);
    int epochs = simulated ? 400 : tries == 1 ? 12 : 40;
    var random = Faults.random("signal " + engine);
    Scene scene = Scene.in(folder);
    Program program = Program.in(folder);
    Program.Ended ended = program.run(Scene.compare(engine, epochs, "5m", "whole"));
    assertEquals(0, ended.exitCode(), ended::err);
    Map<String, List<JsonNode>> whole = scene.result("whole");
    var figures = new Figures("signal " + engine);
    try {
      for (int i = 0; figures.count("tried") < tries; i++) {
        String name = NAMES.get((i + (simulated ? 1 : 0)) % NAMES.size());
        Path err = scene.path("err");
        Process process =
            program.start(Scene.compare(engine, epochs, "5m", "out"), scene.path("stdout"), err);
        while (process.isAlive() && !Files.readString(err).contains("step ")) {
          Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(simulated ? 20 : 1500));
        long start = System.nanoTime();
        Program.signal(name, process);
        int exitCode = process.waitFor();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        String said = Files.readString(err);
        if (said.contains("stopped after")) {
          assertEquals(128 + NUMBERS.get(name), exitCode, said);
          figures.add("tried", 1);
          figures.add(
              "slowest_millis", Math.max(0, (int) millis - figures.count("slowest_millis")));
          assertFalse(said.contains("in its middle"), said);
          Faults.assertNoTrace(said);
          Faults.assertNoCrash(folder);
          ended = program.run(List.of("report", "out"));
          assertEquals(0, ended.exitCode(), ended::err);
          assertTrue(Files.size(scene.path("out/report.html")) > 0);
          ended = program.run(List.of("resume", "out"));
          assertEquals(0, ended.exitCode(), ended::err);
          assertTrue(ended.err().contains("going on after"), ended::err);
          assertEquals(whole, scene.result("out"));
          figures.add("stopped_and_resumed", 1);
        }
        scene.delete("out");
      }
    } finally {
      figures.publish();
    }
  }
}
