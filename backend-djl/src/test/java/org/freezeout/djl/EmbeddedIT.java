package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training in somebody else's JVM: what it leaves there, and what it can stand beside itself. */
class EmbeddedIT {

  private static final ArchitectureSpec NETWORK = TinyNetworks.withDropout();

  /** What an engine itself starts, once, and never ends. */
  private static final Set<String> OF_ENGINES =
      Set.of("JNA Cleaner", "Cleaner-0", "Common-Cleaner", "process reaper");

  /** Settings of libraries that are read when an engine is loaded, and stay. */
  private static final Set<String> PROPERTIES =
      Set.of(
          "ai.djl.offline",
          "OPT_OUT_TRACKING",
          "PYTORCH_FLAVOR",
          "jna.loaded",
          "jnidispatch.path",
          "jna.platform.library.path");

  private static final List<SchedulePolicy> POLICIES =
      List.of(new UniformAnnealing(0.05), FreezeOut.of(0.05, 0.5));

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource
  void leavesNothingBehindHoweverItEnds(DjlEngine engine) throws Exception {
    Set<Thread> before = threads();
    Map<String, String> properties = properties();

    assertEnds(RunStatus.FINISHED, train(engine, NETWORK, POLICIES, 1));
    List<TrainingRun> failed =
        train(engine, TinyNetworks.smooth(), List.of(FreezeOut.of(1e6, 0.5)), 2);
    assertEnds(RunStatus.FAILED, failed);
    Thread.currentThread().interrupt();
    try {
      assertEnds(RunStatus.STOPPED, train(engine, NETWORK, POLICIES, 2));
    } finally {
      assertTrue(Thread.interrupted());
    }
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> training(engine, NETWORK, POLICIES, 1, new Dying()));
    assertEquals("as asked for", e.getMessage());
    assertEnds(RunStatus.FINISHED, train(engine, NETWORK, POLICIES, 1));

    Set<String> left = new TreeSet<>();
    for (Thread thread : threads()) {
      String name = thread.getName();
      boolean ofTheJvm = name.startsWith("ForkJoinPool.commonPool");
      if (!before.contains(thread) && !ofTheJvm && !OF_ENGINES.contains(name)) {
        left.add(name);
      }
    }
    assertEquals(Set.of(), left);
    Map<String, String> changed = properties();
    changed.entrySet().removeAll(properties.entrySet());
    changed.keySet().removeAll(PROPERTIES);
    assertEquals(Map.of(), changed);
  }

  /** Weights, gradients and velocities of a network of 8 MiB, again and again. */
  @ParameterizedTest
  @EnumSource
  void freesItsMemory(DjlEngine engine) throws Exception {
    ArchitectureSpec large =
        new ArchitectureSpec(
            "large",
            new FeatureShape(3, 8, 8),
            List.of(
                LayerGroup.of("conv1", Convolution.of(32, 3, 1)),
                LayerGroup.of("dense1", new Dense(1024, true)),
                LayerGroup.of(
                    "classifier", new GlobalAveragePooling(), new Dense(TinyData.CLASSES, true))));
    long warm = 0;
    for (int round = 0; round < 14; round++) {
      DjlSession session = TinyExperiment.open(engine, large);
      DjlLearner learner = (DjlLearner) session.newLearner(TinyExperiment.baseline(large));
      for (int step = 0; step < 2; step++) {
        session.loadBatch(step);
        learner.train(step);
      }
      session.close();
      assertFalse(learner.manager().isOpen());
      assertFalse(session.manager().isOpen());
      System.gc();
      if (round == 4) {
        warm = residentKilobytes();
      }
    }
    long grown = residentKilobytes() - warm;
    assertTrue(grown < 64 << 10, "resident memory grew by " + grown + " kB");
  }

  @ParameterizedTest
  @EnumSource
  void refusesASecondThread(DjlEngine engine) throws Exception {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK)) {
      assertTrue(session.manager().isOpen());
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class, () -> training(engine, NETWORK, POLICIES, 1, null));
      assertEquals(
          "engine "
              + engine
              + " is in use by another thread of this JVM, whose session must be closed first",
          e.getMessage());
      try (var files = Files.list(temp)) {
        assertEquals(List.of(), files.toList(), "nothing is written");
      }
    }
    assertEnds(RunStatus.FINISHED, train(engine, NETWORK, POLICIES, 1));
  }

  /** Each engine has its own random numbers, which dropout asks for. */
  @Test
  void bothEnginesTrainAtTheSameTimeToTheSameBits() throws Exception {
    List<String> alone = new ArrayList<>();
    for (DjlEngine engine : DjlEngine.values()) {
      alone.addAll(digests(train(engine, NETWORK, POLICIES, 1)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<List<TrainingRun>>> both = new ArrayList<>();
      for (DjlEngine engine : DjlEngine.values()) {
        both.add(() -> train(engine, NETWORK, POLICIES, 1));
      }
      List<String> together = new ArrayList<>();
      for (Future<List<TrainingRun>> future : threads.invokeAll(both)) {
        together.addAll(digests(future.get()));
      }
      assertEquals(alone, together);
    } finally {
      threads.shutdown();
    }
  }

  /** What a listener throws ends training as it is. */
  private static final class Dying implements TrainingListener {
    @Override
    public void onStep(int step, int steps) {
      if (step == 2) {
        throw new IllegalStateException("as asked for");
      }
    }
  }

  private List<TrainingRun> train(
      DjlEngine engine, ArchitectureSpec network, List<SchedulePolicy> policies, int epochs)
      throws Exception {
    return training(engine, network, policies, epochs, TrainingListener.NONE);
  }

  private List<TrainingRun> training(
      DjlEngine engine,
      ArchitectureSpec network,
      List<SchedulePolicy> policies,
      int epochs,
      TrainingListener listener)
      throws Exception {
    TinyExperiment.assumeReady(engine);
    ExperimentSpec spec = TinyExperiment.spec(engine, network, OptionalInt.empty(), 12, epochs, 1);
    Path folder = temp.resolve("runs-" + System.nanoTime());
    return new LockstepTraining(spec, policies, listener, () -> false)
        .trainAll(TrainingBackend.named(engine.toString()), TinyExperiment.data(network), folder);
  }

  private static void assertEnds(RunStatus status, List<TrainingRun> runs) {
    runs.forEach(run -> assertEquals(status, run.record().status(), run.record().failure()));
  }

  private static List<String> digests(List<TrainingRun> runs) {
    return runs.stream().map(run -> run.record().weightsSha256()).toList();
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  /** With the time zone, which the JVM notes among them when it is first asked for it. */
  private static Map<String, String> properties() {
    TimeZone.getDefault();
    return System.getProperties().stringPropertyNames().stream()
        .collect(Collectors.toMap(n -> n, System::getProperty, (a, b) -> a, TreeMap::new));
  }

  /** Of this process; 0 where Linux is not there to ask. */
  private static long residentKilobytes() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
