package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.cost.CachePrecision;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.StepResult;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training with a cache gives the same bits as without, in every step. */
class CachingIT {

  private static final int EPOCHS = 6;

  /** Groups freeze within epochs and between them, the first early. */
  private static final List<SchedulePolicy> POLICIES =
      List.of(FreezeOut.of(0.05, 0.5), FreezeOut.of(0.05, 0.25, Strategy.LINEAR));

  @ParameterizedTest
  @EnumSource
  void residualNetworksTrainToTheSameBits(DjlEngine engine) throws IOException {
    assertSameBits(engine, named("wrn-10-1"), OptionalInt.empty(), 12);
    assertSameBits(engine, named("wrn-16-1"), OptionalInt.of(2), 16);
  }

  @ParameterizedTest
  @EnumSource
  void denseNetworksTrainToTheSameBits(DjlEngine engine) throws IOException {
    assertSameBits(engine, named("densenet-bc-16-4"), OptionalInt.empty(), 16);
    assertSameBits(engine, named("densenet-bc-10-12"), OptionalInt.of(2), 12);
  }

  /** VGG-like: convolution first, with dropout and a dense layer that freezes. */
  @ParameterizedTest
  @EnumSource
  void plainNetworksTrainToTheSameBits(DjlEngine engine) throws IOException {
    assertSameBits(engine, TinyNetworks.withDropout(), OptionalInt.empty(), 12);
    assertSameBits(engine, TinyNetworks.withDropout(), OptionalInt.of(3), 12);
    assertSameBits(engine, TinyNetworks.pooled(), OptionalInt.empty(), 12);
    assertSameBits(engine, TinyNetworks.smooth(), OptionalInt.of(1), 12);
  }

  /** Whatever size the libraries choose their algorithms by. */
  @ParameterizedTest
  @EnumSource
  void batchesOfAnySizeTrainToTheSameBits(DjlEngine engine) throws IOException {
    for (int batch : new int[] {5, 13, 50}) {
      assertSameBits(engine, TinyNetworks.smooth(), POLICIES.get(0), OptionalInt.empty(), batch);
    }
  }

  /** In float16 the losses stay close, but the bits are others. */
  @ParameterizedTest
  @EnumSource
  void float16StaysClose(DjlEngine engine) {
    ExperimentSpec spec =
        TinyExperiment.spec(engine, TinyNetworks.smooth(), OptionalInt.empty(), 12, EPOCHS, 1);
    List<List<StepResult>> steps = train(spec, POLICIES.get(0), CachePrecision.FLOAT16, 1 << 20);
    double largest = 0;
    for (int step = 0; step < steps.get(0).size(); step++) {
      double plain = steps.get(0).get(step).loss().orElseThrow();
      double cached = steps.get(1).get(step).loss().orElseThrow();
      largest = Math.max(largest, Math.abs(plain - cached));
    }
    assertNotEquals(0, largest);
    assertTrue(largest < 0.02, "losses differ by " + largest);
  }

  private static ArchitectureSpec named(String name) throws IOException {
    return Architectures.named(
        name, Optional.of(new FeatureShape(3, 8, 8)), OptionalInt.of(TinyData.CLASSES));
  }

  private static void assertSameBits(
      DjlEngine engine, ArchitectureSpec network, OptionalInt views, int batch) {
    for (SchedulePolicy policy : POLICIES) {
      assertSameBits(engine, network, policy, views, batch);
    }
  }

  private static void assertSameBits(
      DjlEngine engine,
      ArchitectureSpec network,
      SchedulePolicy policy,
      OptionalInt views,
      int batch) {
    ExperimentSpec spec = TinyExperiment.spec(engine, network, views, batch, EPOCHS, 1);
    String name = network.name() + ", " + policy.name() + ", batch " + batch + ", views " + views;
    // Too little memory: the last entries go to disk.
    List<List<StepResult>> steps = train(spec, policy, CachePrecision.FLOAT32, 1 << 16);
    for (int step = 0; step < steps.get(0).size(); step++) {
      assertEquals(
          steps.get(0).get(step).loss(), steps.get(1).get(step).loss(), name + ", step " + step);
    }
    int found = steps.get(1).stream().mapToInt(step -> step.cachedImages().orElseThrow()).sum();
    assertTrue(found > 0 || views.isPresent(), name + ": nothing was found");
  }

  /** Without a cache and with one, in lockstep; digests and test losses must agree in float32. */
  private static List<List<StepResult>> train(
      ExperimentSpec spec, SchedulePolicy policy, CachePrecision precision, long memory) {
    var schedule = policy.forLayers(spec.architecture().groups().size());
    CachePlan plan =
        CachePlan.of(spec, List.of(policy), new CacheSpec(memory, 1 << 26, precision)).get(0);
    List<List<StepResult>> results = List.of(new ArrayList<>(), new ArrayList<>());
    try (DjlSession session = TinyExperiment.open(spec)) {
      List<Learner> learners =
          List.of(session.newLearner(schedule), session.newLearner(schedule, Optional.of(plan)));
      for (int step = 0; step < spec.length().steps(); step++) {
        session.loadBatch(step);
        for (int run = 0; run < 2; run++) {
          results.get(run).add(learners.get(run).train(step));
        }
        if ((step + 1) % spec.length().stepsPerEpoch() == 0
            && precision == CachePrecision.FLOAT32) {
          assertEquals(learners.get(0).weightsSha256(), learners.get(1).weightsSha256());
          assertEquals(learners.get(0).evaluate().loss(), learners.get(1).evaluate().loss());
        }
      }
    }
    return results;
  }
}
