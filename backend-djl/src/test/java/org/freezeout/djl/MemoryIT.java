package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.schedule.CosineAnnealing;
import org.freezeout.schedule.LayerwiseSchedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training holds on to nothing from step to step. */
class MemoryIT {

  private static final int STEPS = 2000;
  private static final int WARM = 400;

  /** Maps of 12 x 16 x 8 x 8 floats, so that one forgotten a step would add 98 MB. */
  private static final ArchitectureSpec NETWORK =
      new ArchitectureSpec(
          "wide",
          new FeatureShape(3, 8, 8),
          List.of(
              LayerGroup.of("conv1", Convolution.of(16, 3, 1)),
              LayerGroup.of("conv2", new BatchNorm(), Activation.relu(), Convolution.of(16, 3, 1)),
              LayerGroup.of(
                  "classifier", new GlobalAveragePooling(), new Dense(TinyData.CLASSES, true))));

  /** The first group freezes early, the others at the end: both ways of stepping are long. */
  private static final LayerwiseSchedule SCHEDULE =
      new LayerwiseSchedule(
          List.of(
              new CosineAnnealing(0.01, 0.1),
              new CosineAnnealing(0.01, 1),
              new CosineAnnealing(0.01, 1)));

  @ParameterizedTest
  @EnumSource
  void neitherArraysNorMemoryGrowOver2000Steps(DjlEngine engine) throws IOException {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK, STEPS / 10, 1);
        DjlLearner learner = (DjlLearner) session.newLearner(SCHEDULE)) {
      int arrays = 0;
      int sessionArrays = 0;
      long warm = 0;
      for (int step = 0; step < STEPS; step++) {
        session.loadBatch(step);
        learner.train(step);
        if (step % 500 == WARM) {
          learner.evaluate();
        }
        if (step % 100 == 0) {
          System.gc(); // or garbage that is waiting for it would count as held
        }
        if (step == WARM) {
          arrays = learner.manager().getManagedArrays().size();
          sessionArrays = session.manager().getManagedArrays().size();
          warm = residentKilobytes();
        }
      }
      assertEquals(arrays, learner.manager().getManagedArrays().size());
      assertEquals(sessionArrays, session.manager().getManagedArrays().size());
      long grown = residentKilobytes() - warm;
      assertTrue(grown < 48 << 10, "resident memory grew by " + grown + " kB");
    }
  }

  /**
   * PyTorch frees at once; freeing on MXNet waits, so there it is left to whoever owns the scope.
   */
  @ParameterizedTest
  @EnumSource
  void aFrozenGroupsMapsAreFreedBeforeTheNextRuns(DjlEngine engine) {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK, 1, 1);
        DjlLearner learner = (DjlLearner) session.newLearner(SCHEDULE)) {
      session.loadBatch(0);
      engine.enterThread();
      try (NDManager scope = learner.manager().newSubManager()) {
        NDArray images = session.shards().get(0).images().duplicate();
        images.attach(scope);
        learner.network().infer(0, 2, images);
        int arrays = scope.getManagedArrays().size();
        assertTrue(
            engine == DjlEngine.PYTORCH ? arrays == 2 : arrays > 2, () -> arrays + " arrays");
      }
    }
  }

  /** Of this process; 0 where Linux is not there to ask. */
  private static long residentKilobytes() throws IOException {
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
