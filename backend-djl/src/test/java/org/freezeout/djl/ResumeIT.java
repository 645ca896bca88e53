package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.cost.CachePrecision;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.CheckpointInterval;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.Metric;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.SavedTraining;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training that was stopped and goes on ends with the bits of training that was not. */
class ResumeIT {

  private static final int STEPS = 40;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void comparedRunsEndWithTheSameBits(DjlEngine engine) throws IOException {
    TinyExperiment.assumeReady(engine);
    for (ArchitectureSpec network :
        List.of(
            TinyNetworks.smooth(),
            TinyNetworks.withDropout(),
            named("wrn-10-1"),
            named("densenet-bc-10-4"))) {
      ExperimentSpec spec = TinyExperiment.spec(engine, network, OptionalInt.empty(), 12, 4, 1);
      assertEquals(STEPS, spec.length().steps());
      List<SchedulePolicy> policies =
          List.of(
              new UniformAnnealing(0.05),
              FreezeOut.of(0.05, 0.5),
              FreezeOut.of(0.05, 0.4, Strategy.LINEAR));
      assertSameBits(spec, policies.stream().map(PlannedRun::of).toList());
    }
  }

  /** A cache is empty after a resume, and filled again. */
  @ParameterizedTest
  @EnumSource
  void runsWithACacheEndWithTheSameBits(DjlEngine engine) throws IOException {
    TinyExperiment.assumeReady(engine);
    for (ArchitectureSpec network : List.of(named("wrn-10-1"), TinyNetworks.withDropout())) {
      ExperimentSpec spec = TinyExperiment.spec(engine, network, OptionalInt.empty(), 12, 4, 1);
      SchedulePolicy policy = FreezeOut.of(0.05, 0.25, Strategy.LINEAR);
      CachePlan plan =
          CachePlan.of(spec, List.of(policy), new CacheSpec(1 << 24, 0, CachePrecision.FLOAT32))
              .get(0);
      assertTrue(plan.keepsAnything());
      assertSameBits(
          spec, List.of(PlannedRun.of(policy), new PlannedRun(policy, Optional.of(plan))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStateIsRestoredToTheLastBit(DjlEngine engine) throws IOException {
    ArchitectureSpec network = TinyNetworks.smooth();
    byte[] state;
    String weights;
    try (DjlSession session = TinyExperiment.open(engine, network)) {
      Learner learner = session.newLearner(TinyExperiment.freezing(network));
      for (int step = 0; step < 20; step++) {
        session.loadBatch(step);
        learner.train(step);
      }
      state = state(learner);
      weights = learner.weightsSha256();
      Learner other = session.newLearner(TinyExperiment.freezing(network));
      other.restoreState(20, new DataInputStream(new ByteArrayInputStream(state)));
      assertEquals(weights, other.weightsSha256());
      assertArrayEquals(state, state(other));
      session.loadBatch(20);
      assertEquals(learner.train(20).loss(), other.train(20).loss());
      assertEquals(learner.weightsSha256(), other.weightsSha256());
      assertEquals(learner.frozenTraces(1), other.frozenTraces(1));
    }
    try (DjlSession session = TinyExperiment.open(engine, TinyNetworks.wider())) {
      Learner wider = session.newLearner(TinyExperiment.freezing(TinyNetworks.wider()));
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> wider.restoreState(20, new DataInputStream(new ByteArrayInputStream(state))));
      assertTrue(refused.getMessage().contains("another network"), refused.getMessage());
    }
  }

  private static byte[] state(Learner learner) throws IOException {
    var bytes = new ByteArrayOutputStream();
    learner.saveState(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private void assertSameBits(ExperimentSpec spec, List<PlannedRun> runs) throws IOException {
    TrainingBackend backend = TrainingBackend.named(spec.engine().name());
    ImageDataset data = TinyExperiment.data(spec.architecture());
    String name = spec.architecture().name();
    List<TrainingRun> whole =
        LockstepTraining.of(spec, runs, TrainingListener.NONE, () -> false)
            .trainAll(backend, data, folder.resolve(name + "-whole"));
    Path stopped = folder.resolve(name + "-stopped");
    List<TrainingRun> actual =
        LockstepTraining.of(spec, runs, TrainingListener.NONE, stopAfter(1))
            .withSettings(List.of(), CheckpointInterval.parse("4"))
            .trainAll(backend, data, stopped);
    for (int steps : new int[] {9, 7, 10}) {
      actual = resume(backend, data, stopped, stopAfter(steps));
      if (steps == 7) {
        // As if it had died since: it goes on from step 16.
        for (PlannedRun run : runs) {
          Files.delete(stopped.resolve(run.name()).resolve("checkpoint-17"));
        }
      }
    }
    assertEquals(RunStatus.STOPPED, actual.get(0).record().status());
    actual = resume(backend, data, stopped, () -> false);
    for (int i = 0; i < runs.size(); i++) {
      assertEquals(RunStatus.FINISHED, actual.get(i).record().status());
      assertEquals(
          whole.get(i).record().weightsSha256(), actual.get(i).record().weightsSha256(), name);
      assertEquals(untimed(whole.get(i)), untimed(actual.get(i)), name);
    }
  }

  private static List<TrainingRun> resume(
      TrainingBackend backend, ImageDataset data, Path stopped, BooleanSupplier stop)
      throws IOException {
    return LockstepTraining.of(SavedTraining.read(stopped), TrainingListener.NONE, stop)
        .resume(backend, data, stopped);
  }

  private static BooleanSupplier stopAfter(int steps) {
    var asked = new AtomicInteger();
    return () -> asked.getAndIncrement() == steps;
  }

  /** Everything that was recorded but durations. */
  private static List<Metric> untimed(TrainingRun run) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : run.metrics()) {
      if (metric instanceof Metric.Step s) {
        metrics.add(new Metric.Step(s.step(), s.loss(), s.frozenPrefix(), false, 0, 0, 0, 0));
      } else if (metric instanceof Metric.Evaluated e) {
        metrics.add(new Metric.Evaluated(e.step(), e.errorPercent(), e.loss(), 0, 0));
      } else if (!(metric instanceof Metric.TimeChecked)) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  private static ArchitectureSpec named(String name) throws IOException {
    return Architectures.named(
        name, Optional.of(new FeatureShape(3, 8, 8)), OptionalInt.of(TinyData.CLASSES));
  }
}
