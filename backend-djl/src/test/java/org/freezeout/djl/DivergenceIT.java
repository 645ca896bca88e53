package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.OutOfMemoryException;
import org.freezeout.experiment.RunRecord;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers that are not finite, and memory that is not there. */
class DivergenceIT {

  private static final ArchitectureSpec NETWORK = TinyNetworks.smooth();
  private static final SchedulePolicy BASELINE = new UniformAnnealing(0.05);

  @TempDir Path temp;

  /** A million times the rate is no rate; the run beside it is, to the bit, what it is alone. */
  @ParameterizedTest
  @EnumSource
  void aRateOfAMillionFailsThatRunOnly(DjlEngine engine) throws Exception {
    SchedulePolicy wild = FreezeOut.of(1e6, 0.5);
    List<TrainingRun> runs = train(engine, List.of(BASELINE, wild), "both");
    RunRecord failed = runs.get(1).record();
    assertEquals(RunStatus.FAILED, failed.status());
    assertTrue(failed.step() < TinyExperiment.STEPS);
    assertTrue(
        failed
            .failure()
            .matches(
                "the loss is (NaN|Infinity) at step \\d+: numbers that are not finite began in"
                    + " layer group (conv1|residual|identity|concatenation|transition|classifier),"
                    + " at learning rate [1-9.E]+\\d*"),
        failed.failure());
    assertNull(failed.weightsSha256());
    assertTrue(runs.get(0).finished());
    assertEquals(
        train(engine, List.of(BASELINE), "alone").get(0).record().weightsSha256(),
        runs.get(0).record().weightsSha256());
    Comparison comparison = Comparison.of(NETWORK, runs.get(0), runs.subList(1, 2), List.of());
    assertNull(comparison.rows().get(0).measuredSaving());
  }

  /** Weights so large that the output of their group overflows, or that are no numbers at all. */
  @ParameterizedTest
  @EnumSource
  void namesTheGroupWhoseNumbersWereLost(DjlEngine engine) {
    int groups = NETWORK.groups().size();
    for (int group = 0; group < groups; group++) {
      assertEquals(OptionalInt.of(group), lost(engine, group, 3e38f), "overflow in " + group);
      assertEquals(OptionalInt.of(group), lost(engine, group, Float.NaN), "NaN in " + group);
    }
  }

  /** In training mode they do not matter, so that the loss says nothing of it. */
  @ParameterizedTest
  @EnumSource
  void findsLostStatistics(DjlEngine engine) {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK);
        DjlLearner learner = (DjlLearner) session.newLearner(TinyExperiment.baseline(NETWORK))) {
      session.loadBatch(0);
      learner.train(0);
      assertEquals(OptionalInt.empty(), learner.divergedGroup());
      fill(learner, 2, parameter -> !parameter.requiresGradient(), Float.POSITIVE_INFINITY);
      session.loadBatch(1);
      assertTrue(Double.isFinite(learner.train(1).loss().orElseThrow()));
      assertEquals(OptionalInt.of(2), learner.divergedGroup());
    }
  }

  /** No machine has so much; what was there stays as it was, and so do other learners. */
  @ParameterizedTest
  @EnumSource(names = "PYTORCH")
  void goesOnAfterMemoryWasMissing(DjlEngine engine) {
    assertEquals(digest(engine, false), digest(engine, true));
  }

  @ParameterizedTest
  @EnumSource
  void knowsHowEnginesSayThatMemoryIsMissing(DjlEngine engine) {
    for (String message :
        List.of(
            "MXNet engine call failed: MXNetError: [07:49:21] storage.cc:42:\nCheck failed: e =="
                + " cudaSuccess || e == cudaErrorCudartUnloading: CUDA: out of memory",
            "std::bad_alloc",
            "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate"
                + " memory: you tried to allocate 40000000000 bytes.",
            "CUDA out of memory. Tried to allocate 20.00 GiB.")) {
      RuntimeException e = NativeMemory.explained(new IllegalStateException(message), "gpu1");
      assertEquals(OutOfMemoryException.class, e.getClass(), message);
      assertTrue(e.getMessage().startsWith("out of memory on gpu1 (a smaller"), e.getMessage());
      assertEquals(1, e.getMessage().lines().count());
    }
    RuntimeException other = new IllegalStateException("shapes differ");
    assertEquals(other, NativeMemory.explained(other, "cpu"));
  }

  private List<TrainingRun> train(DjlEngine engine, List<SchedulePolicy> policies, String folder)
      throws Exception {
    TinyExperiment.assumeReady(engine);
    return new LockstepTraining(
            TinyExperiment.spec(engine, NETWORK, OptionalInt.empty(), 12, 4, 1),
            policies,
            TrainingListener.NONE,
            () -> false)
        .trainAll(
            TrainingBackend.named(engine.toString()),
            TinyExperiment.data(NETWORK),
            temp.resolve(folder));
  }

  /** Which group the loss owes it to when weights of one group are this. */
  private static OptionalInt lost(DjlEngine engine, int group, float weight) {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK);
        DjlLearner learner = (DjlLearner) session.newLearner(TinyExperiment.baseline(NETWORK))) {
      fill(learner, group, parameter -> parameter.getType() == Parameter.Type.WEIGHT, weight);
      session.loadBatch(0);
      assertFalse(Double.isFinite(learner.train(0).loss().orElseThrow()));
      return learner.divergedGroup();
    }
  }

  private static void fill(DjlLearner learner, int group, Predicate<Parameter> which, float value) {
    for (Parameter parameter : learner.network().groups().get(group).getParameters().values()) {
      if (which.test(parameter)) {
        try (NDManager scope = learner.manager().newSubManager()) {
          NDArray weights = parameter.getArray().stopGradient();
          weights.attach(scope);
          weights.muli(0).addi(value);
        }
      }
    }
  }

  private static String digest(DjlEngine engine, boolean missing) {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK);
        DjlLearner learner = (DjlLearner) session.newLearner(TinyExperiment.freezing(NETWORK))) {
      IntStream.range(0, 10)
          .forEach(
              step -> {
                session.loadBatch(step);
                if (missing && step == 5) {
                  OutOfMemoryException e =
                      assertThrows(OutOfMemoryException.class, () -> askForTooMuch(learner));
                  assertEquals(1, e.getMessage().lines().count());
                }
                learner.train(step);
              });
      return learner.weightsSha256();
    }
  }

  private static void askForTooMuch(DjlLearner learner) {
    try (NDManager scope = learner.manager().newSubManager()) {
      scope.zeros(new Shape(1L << 44), DataType.FLOAT32).sum().getFloat();
    } catch (RuntimeException e) {
      throw NativeMemory.explained(e, "cpu");
    }
  }
}
