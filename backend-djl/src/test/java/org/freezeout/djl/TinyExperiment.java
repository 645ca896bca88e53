package org.freezeout.djl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.data.Augmentation;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.DataSpec;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.UniformAnnealing;

/** Sessions over tiny networks and images. */
final class TinyExperiment {

  static final int STEPS = 40;

  /**
   * Where the engines' tests run: on the CPU, or on a GPU that {@code -Dfreezeout.device=gpu0}
   * names, with {@code -DreuseForks=false}, as a program has either of MXNet's builds.
   */
  static final String DEVICE = System.getProperty("freezeout.device", DjlEngine.CPU);

  private static final int BATCH = 12;
  private static final int STEPS_PER_EPOCH = 10;

  private TinyExperiment() {}

  static ImageDataset data(ArchitectureSpec architecture) {
    FeatureShape input = architecture.input();
    return TinyData.of(input.channels(), input.height(), BATCH * STEPS_PER_EPOCH, 30);
  }

  static DjlSession open(DjlEngine engine, ArchitectureSpec architecture) {
    return open(engine, architecture, STEPS / STEPS_PER_EPOCH, 1);
  }

  static DjlSession open(DjlEngine engine, ArchitectureSpec architecture, int epochs, long seed) {
    return open(spec(engine, architecture, OptionalInt.empty(), BATCH, epochs, seed));
  }

  static ExperimentSpec spec(
      DjlEngine engine,
      ArchitectureSpec architecture,
      OptionalInt views,
      int batch,
      int epochs,
      long seed) {
    ImageDataset data = data(architecture);
    return new ExperimentSpec(
        architecture,
        new DataSpec(
            data.name(),
            data.training().size(),
            data.test().size(),
            views.isPresent() ? Augmentation.STANDARD : Augmentation.NONE,
            views),
        EngineSpec.of(engine.toString(), DEVICE, 2),
        OptimizationSpec.of(batch, epochs, 0.05),
        seed);
  }

  static DjlSession open(ExperimentSpec spec) {
    DjlEngine engine = DjlEngine.named(spec.engine().name());
    assumeReady(engine);
    ImageDataset data = data(spec.architecture());
    return (DjlSession) TrainingBackend.named(engine.toString()).open(spec, data);
  }

  static void assumeReady(DjlEngine engine) {
    NativeLibrary library = NativeLibrary.find(engine);
    assumeTrue(library.missing().isEmpty(), () -> engine + ": " + library.missing().orElse(""));
    if (!DEVICE.equals(DjlEngine.CPU)) {
      String missing = missing(engine);
      assumeTrue(missing.isEmpty(), missing);
    }
  }

  /** Loads an engine for the device of the tests; skips the test if it cannot run there. */
  static Engine load(DjlEngine engine) {
    assumeReady(engine);
    return engine.load(DEVICE);
  }

  /** The device of the tests. */
  static Device device() {
    return DEVICE.equals(DjlEngine.CPU)
        ? Device.cpu()
        : Device.gpu(Integer.parseInt(DEVICE.substring("gpu".length())));
  }

  private static String missing(DjlEngine engine) {
    try {
      return engine.load(DEVICE).getGpuCount() > device().getDeviceId()
          ? ""
          : engine + " has no " + DEVICE + " here";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** Freezes the first group after an eighth of training, the others evenly until its end. */
  static LayerwiseSchedule freezing(ArchitectureSpec architecture) {
    return FreezeOut.of(0.05, 0.5).forLayers(architecture.groups().size());
  }

  static LayerwiseSchedule baseline(ArchitectureSpec architecture) {
    return new UniformAnnealing(0.05).forLayers(architecture.groups().size());
  }
}
