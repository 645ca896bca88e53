package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.data.Augmentation;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.DataSpec;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.EngineStatus;
import org.freezeout.experiment.Environment;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.TrainingBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The backend as others see it. */
class BackendIT {

  private static final ArchitectureSpec NETWORK = TinyNetworks.withDropout();

  @ParameterizedTest
  @EnumSource
  void tellsItsStatus(DjlEngine engine) {
    TinyExperiment.assumeReady(engine);
    EngineStatus status = TrainingBackend.named(engine.toString()).status();
    assertEquals(engine.toString(), status.engine());
    assertTrue(status.ready());
    assertEquals("cpu", status.devices().get(0));
    // The version that the parent POM names, from the library's own properties.
    String version = status.version().orElseThrow();
    String artifact = engine.natives().artifact();
    assertTrue(version.startsWith(artifact.substring(artifact.lastIndexOf(':') + 1)), version);
    assertTrue(version.contains("(DJL 0.36.0"), version);
  }

  @ParameterizedTest
  @EnumSource
  void recordsWhereItTrains(DjlEngine engine) {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK)) {
      Environment environment = session.environment();
      assertEquals(engine.toString(), environment.engine());
      assertEquals(TinyExperiment.DEVICE, environment.device());
      assertEquals(2, environment.threads());
      assertEquals(Hardware.model(session.devices().get(0)), environment.hardware());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesInOneLineWhatItCannotDo(DjlEngine engine) {
    TinyExperiment.assumeReady(engine);
    assertRefused(
        engine,
        new EngineSpec(engine.toString(), Optional.of("file"), "cpu", 2),
        NETWORK,
        "engine " + engine + " takes no argument, got 'file'");
    assertRefused(
        engine,
        EngineSpec.of(engine.toString(), "gpu7", 2),
        NETWORK,
        "device gpu7 is not available on engine " + engine + ": ");
    assertRefused(
        engine,
        EngineSpec.of(engine.toString(), "cpu", 2),
        TinyNetworks.otherInput(),
        "architecture other-input takes images of 1x8x8, the data set tiny has 3x8x8");
    assertRefused(
        engine,
        EngineSpec.of(engine.toString(), "cpu", 2),
        TinyNetworks.otherClasses(),
        "architecture other-classes tells 4 classes apart, the data set tiny has 3");
    if (engine == DjlEngine.MXNET) {
      assertRefused(
          engine,
          EngineSpec.of(engine.toString(), "cpu", 3),
          NETWORK,
          "engine mxnet takes its threads from the environment variable OMP_NUM_THREADS, which is"
              + " 2: set it to 3 before Java starts");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAScheduleOfAnotherLength(DjlEngine engine) {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> session.newLearner(TinyExperiment.freezing(TinyNetworks.smooth())));
      assertEquals(
          "the schedule must have one layer for each of the 4 layer groups, got 6", e.getMessage());
    }
  }

  /** PyTorch records gradients on every thread but the one that loaded it, unless told not to. */
  @ParameterizedTest
  @EnumSource
  void trainsOnAnotherThreadAsWell(DjlEngine engine) throws Exception {
    List<String> digests = new ArrayList<>();
    digests.add(train(engine));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      digests.add(other.submit(() -> train(engine)).get());
    } finally {
      other.shutdown();
    }
    assertEquals(digests.get(0), digests.get(1));
  }

  @ParameterizedTest
  @EnumSource
  void closesMoreThanOnce(DjlEngine engine) {
    DjlSession session = TinyExperiment.open(engine, NETWORK);
    Learner learner = session.newLearner(TinyExperiment.baseline(NETWORK));
    assertThrows(IllegalStateException.class, () -> learner.train(0), "no batch is loaded");
    learner.close();
    session.close();
    assertDoesNotThrow(learner::close);
    assertDoesNotThrow(session::close);
  }

  private static String train(DjlEngine engine) {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK);
        Learner learner = session.newLearner(TinyExperiment.freezing(NETWORK))) {
      for (int step = 0; step < TinyExperiment.STEPS; step += 4) {
        session.loadBatch(step);
        learner.train(step);
      }
      learner.evaluate();
      return learner.weightsSha256();
    }
  }

  private static void assertRefused(
      DjlEngine engine, EngineSpec spec, ArchitectureSpec architecture, String message) {
    ImageDataset data = TinyExperiment.data(NETWORK);
    ExperimentSpec experiment =
        new ExperimentSpec(
            architecture,
            new DataSpec(data.name(), 120, 30, Augmentation.NONE),
            spec,
            OptimizationSpec.of(12, 1, 0.1),
            1);
    String actual =
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainingBackend.named(engine.toString()).open(experiment, data).close())
            .getMessage();
    assertTrue(actual.startsWith(message), actual);
    assertEquals(1, actual.lines().count(), actual);
  }
}
