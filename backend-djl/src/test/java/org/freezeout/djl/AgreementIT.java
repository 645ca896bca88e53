package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.data.Augmentation;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.DataSpec;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.LayerwiseSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the same weights over the same batches, losses run the same course wherever they are. */
class AgreementIT {

  private static final int STEPS = 200;
  private static final int STEPS_PER_EPOCH = 10;

  /** The losses begin near log 3 = 1.1. Sums in other orders differ in their last bits alone. */
  private static final double TOLERANCE = 0.01;

  private static final ArchitectureSpec NETWORK = TinyNetworks.smooth();

  @ParameterizedTest
  @EnumSource
  void ofTheGpuAndTheCpu(DjlEngine engine) {
    assumeTrue(
        !TinyExperiment.DEVICE.equals(DjlEngine.CPU),
        "no GPU was named by -Dfreezeout.device=gpu0");
    TinyExperiment.assumeReady(engine);
    LayerwiseSchedule schedule = TinyExperiment.freezing(NETWORK);
    assertAgree(
        losses(engine, TinyExperiment.DEVICE, schedule), losses(engine, DjlEngine.CPU, schedule));
  }

  /** Two implementations of everything, which says what can be asked of two devices. */
  @Test
  void ofBothEngines() {
    for (DjlEngine engine : DjlEngine.values()) {
      assumeTrue(NativeLibrary.find(engine).missing().isEmpty(), engine + " is missing");
    }
    LayerwiseSchedule schedule = TinyExperiment.baseline(NETWORK);
    assertAgree(
        losses(DjlEngine.MXNET, DjlEngine.CPU, schedule),
        losses(DjlEngine.PYTORCH, DjlEngine.CPU, schedule));
  }

  private static void assertAgree(double[] one, double[] other) {
    double largest = 0;
    for (int step = 0; step < STEPS; step++) {
      largest = Math.max(largest, Math.abs(one[step] - other[step]));
      assertEquals(one[step], other[step], TOLERANCE, "loss of step " + step);
    }
    assertTrue(one[STEPS - 1] < 0.7 * one[0], "it learns: " + one[0] + " to " + one[STEPS - 1]);
    System.out.println("largest difference of two losses in " + STEPS + " steps: " + largest);
  }

  private static double[] losses(DjlEngine engine, String device, LayerwiseSchedule schedule) {
    ImageDataset data = TinyExperiment.data(NETWORK);
    ExperimentSpec spec =
        new ExperimentSpec(
            NETWORK,
            new DataSpec(
                data.name(),
                data.training().size(),
                data.test().size(),
                Augmentation.NONE,
                OptionalInt.empty()),
            EngineSpec.of(engine.toString(), device, 2),
            OptimizationSpec.of(12, STEPS / STEPS_PER_EPOCH, 0.05),
            1);
    double[] losses = new double[STEPS];
    try (TrainingSession session = TrainingBackend.named(engine.toString()).open(spec, data);
        Learner learner = session.newLearner(schedule)) {
      for (int step = 0; step < STEPS; step++) {
        session.loadBatch(step);
        losses[step] = learner.train(step).loss().orElseThrow();
      }
    }
    return losses;
  }
}
