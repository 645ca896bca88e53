package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.Calibration;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calibrations that measure steps with a cache. */
class CachedCalibrationIT {

  private static final CacheSpec ROOM = new CacheSpec(1 << 26, 0, CachePrecision.FLOAT32);

  /** How much a cache saves is a matter of the machine, so of no test. */
  @ParameterizedTest
  @EnumSource
  void predictsWithACache(DjlEngine engine) throws IOException {
    ExperimentSpec spec = spec(engine, 8);
    TinyExperiment.assumeReady(engine);
    Calibration calibration =
        new Calibrator(spec, 1, Optional.of(ROOM), TrainingListener.NONE, () -> false)
            .calibrate(
                TrainingBackend.named(engine.toString()), TinyExperiment.data(spec.architecture()))
            .orElseThrow();
    CalibratedCost cost = calibration.cost(spec.architecture());
    int last = spec.architecture().groups().size() - 1;
    assertEquals(last, calibration.cachedPrefixes().get(calibration.cachedPrefixes().size() - 1));
    FreezeOut policy = FreezeOut.of(0.1, 0.5, Strategy.CUBIC);
    FreezePlan plan = FreezePlan.cached(policy, last + 1, 20, new PrefixCaching(1, 1, 1, 12));
    assertTrue(cost.predicts(plan));
    double with = cost.saving(plan);
    double without = cost.saving(FreezePlan.continuous(policy, last + 1));
    assertTrue(with < 1 && with != without, with + " and " + without);
  }

  /**
   * As the steps of a calibration are: first nothing is found, then everything, again and again.
   */
  @ParameterizedTest
  @EnumSource
  void findsWhatItStoredUntilItIsEmptied(DjlEngine engine) throws IOException {
    ExperimentSpec spec = spec(engine, 8);
    FreezeOut policy = FreezeOut.of(0.01, 0.01, Strategy.CUBIC);
    CachePlan plan = CachePlan.of(spec, List.of(policy), ROOM).get(0);
    int batch = spec.optimization().batchSize();
    try (DjlSession session = TinyExperiment.open(spec)) {
      Learner learner =
          session.newLearner(
              policy.forLayers(spec.architecture().groups().size()), Optional.of(plan));
      for (int step = 0; step < 4; step++) {
        session.loadBatch(step);
        learner.emptyCache();
        int[] found = new int[3];
        for (int i = 0; i < found.length; i++) {
          found[i] = learner.train(step).cachedImages().orElseThrow();
        }
        assertEquals(
            step == 0 ? List.of(0, 0, 0) : List.of(0, batch, batch),
            IntStream.of(found).boxed().toList());
      }
    }
  }

  private static ExperimentSpec spec(DjlEngine engine, int size) throws IOException {
    ArchitectureSpec network =
        Architectures.named(
            "wrn-10-1",
            Optional.of(new FeatureShape(3, size, size)),
            OptionalInt.of(TinyData.CLASSES));
    return TinyExperiment.spec(engine, network, OptionalInt.empty(), 12, 4, 1);
  }
}
