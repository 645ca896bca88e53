package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.CheckpointInterval;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.FreezeAudit;
import org.freezeout.experiment.FrozenTraces;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.SavedTraining;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several devices train as one. To DJL all processors are one device, but MXNet also has {@code
 * cpu_pinned}, whose memory is apart as that of a GPU is; PyTorch has one device of several
 * replicas.
 */
class SeveralDevicesIT {

  private static final Activation SMOOTH = new Activation(Activation.Function.SOFTPLUS);

  /** Without batch normalisation, dropout and kinks: all devices see what one would. */
  private static final ArchitectureSpec PLAIN =
      new ArchitectureSpec(
          "plain",
          new FeatureShape(3, 8, 8),
          List.of(
              LayerGroup.of("conv1", new Convolution(6, 3, 1, 1, 1, true), SMOOTH),
              LayerGroup.of("conv2", new Convolution(8, 3, 2, 1, 1, true), SMOOTH),
              LayerGroup.of("conv3", Convolution.of(8, 3, 1), SMOOTH),
              LayerGroup.of(
                  "classifier", new GlobalAveragePooling(), new Dense(TinyData.CLASSES, true))));

  @TempDir Path folder;

  /** The devices of an experiment. */
  private record Case(DjlEngine engine, List<Device> devices) {

    DjlBackend backend() {
      TinyExperiment.assumeReady(engine);
      return new DjlBackend(engine) {
        @Override
        List<Device> devices(Engine djl, EngineSpec spec) {
          return devices;
        }
      };
    }

    DjlSession open(ExperimentSpec spec) {
      return (DjlSession) backend().open(spec, TinyExperiment.data(spec.architecture()));
    }

    ExperimentSpec spec(ArchitectureSpec network, int batch) {
      return TinyExperiment.spec(engine, network, OptionalInt.empty(), batch, 4, 1);
    }

    DjlSession open(ArchitectureSpec network) {
      return open(spec(network, 12));
    }
  }

  static Stream<Case> cases() {
    Device cpu = Device.cpu();
    Device pinned = Device.of("cpu_pinned", 0);
    return Stream.of(
        new Case(DjlEngine.MXNET, List.of(cpu, pinned)),
        new Case(DjlEngine.MXNET, List.of(pinned, cpu, pinned)),
        new Case(DjlEngine.PYTORCH, List.of(cpu, cpu)));
  }

  /** Also where parts differ, and where each device has one image. */
  @ParameterizedTest
  @MethodSource("cases")
  void endWithTheWeightsOfOneDevice(Case several) {
    Case one = new Case(several.engine, List.of(Device.cpu()));
    for (int batch : new int[] {12, 13, several.devices.size()}) {
      ExperimentSpec spec = several.spec(PLAIN, batch);
      List<Double> losses = new ArrayList<>();
      List<float[]> before = train(one, spec, 0, new ArrayList<>());
      List<float[]> expected = train(one, spec, spec.length().steps(), losses);
      List<Double> found = new ArrayList<>();
      List<float[]> actual = train(several, spec, spec.length().steps(), found);
      for (int i = 0; i < losses.size(); i++) {
        assertEquals(losses.get(i), found.get(i), 1e-4, "batch " + batch + ", step " + i);
      }
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), actual.get(i), 1e-4f, "batch " + batch + ", array " + i);
        assertTrue(distance(before.get(i), expected.get(i)) > 0.01, "array " + i + " hardly moved");
      }
    }
  }

  /** Statistics of batch normalisation are each device's own until its group freezes. */
  @ParameterizedTest
  @MethodSource("cases")
  void haveTheSameBitsAfterEveryStep(Case several) {
    for (ArchitectureSpec network : List.of(TinyNetworks.smooth(), TinyNetworks.withDropout())) {
      LayerwiseSchedule schedule = TinyExperiment.freezing(network);
      int groups = network.groups().size();
      boolean differed = false;
      try (DjlSession session = several.open(network);
          DjlLearner learner = (DjlLearner) session.newLearner(schedule)) {
        assertEquals(several.devices.size() - 1, learner.replicas().networks().size());
        List<String> digests = digests(learner, groups);
        int arrays = 0;
        // One step more than there are: all groups are frozen in it.
        for (int step = 0; step <= TinyExperiment.STEPS; step++) {
          session.loadBatch(step);
          assertTrue(Double.isFinite(learner.train(step).loss().orElseThrow()));
          int frozen = schedule.frozenPrefix(step / (double) TinyExperiment.STEPS);
          List<String> now = digests(learner, groups);
          for (int group = 0; group < groups; group++) {
            String where = network.name() + " step " + step + " group " + group;
            assertEquals(group < frozen, digests.get(group).equals(now.get(group)), where);
            for (CutNetwork other : learner.replicas().networks()) {
              assertSame(learner, other, group, Parameter::requiresGradient, where);
              if (group < frozen) {
                assertSame(learner, other, group, parameter -> true, where);
              } else {
                differed |=
                    !Digests.sha256(List.of(other.groups().get(group))).equals(now.get(group));
              }
            }
          }
          digests = now;
          assertEquals(Optional.of(FrozenTraces.NONE), learner.frozenTraces(frozen));
          if (step == 1) {
            arrays = learner.manager().getManagedArrays().size();
          } else if (step > 1 && frozen == 0) {
            assertEquals(arrays, learner.manager().getManagedArrays().size());
          }
        }
        assertTrue(differed, "each device has statistics of its own");
        assertEquals(0, learner.optimizer().velocities());
      }
    }
  }

  /** What is wrong on another device than the first is seen. */
  @ParameterizedTest
  @MethodSource("cases")
  void areAudited(Case several) {
    ArchitectureSpec network = TinyNetworks.smooth();
    LayerwiseSchedule schedule = TinyExperiment.freezing(network);
    try (DjlSession session = several.open(network);
        DjlLearner learner = (DjlLearner) session.newLearner(schedule)) {
      int step = TinyExperiment.STEPS / 2;
      session.loadBatch(step);
      learner.train(step);
      int frozen = schedule.frozenPrefix(0.5);
      assertTrue(frozen > 0);
      int last = several.devices.size() - 1;
      CutNetwork other = learner.replicas().networks().get(last - 1);
      Shard shard = session.shards().get(last);
      // A backward pass through everything, as an engine that skips nothing would do it.
      try (NDManager scope = other.newScope()) {
        NDArray images = shard.images().duplicate();
        images.attach(scope);
        NDArray labels = shard.labels().duplicate();
        labels.attach(scope);
        other.train(0, images, labels);
      }
      assertTrue(learner.frozenTraces(frozen).orElseThrow().gradients() > 0);
      String before = learner.groupSha256(0);
      try (NDArray weights = parameters(other, 0).get(0).getArray().stopGradient()) {
        weights.addi(1e-6);
      }
      assertNotEquals(before, learner.groupSha256(0));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sayInWhichGroupTheLossWasLostOnAnotherDevice(Case several) {
    ArchitectureSpec network = TinyNetworks.smooth();
    try (DjlSession session = several.open(network);
        DjlLearner learner = (DjlLearner) session.newLearner(TinyExperiment.baseline(network))) {
      CutNetwork other = learner.replicas().networks().get(0);
      try (NDArray weights = parameters(other, 2).get(0).getArray().stopGradient()) {
        weights.muli(0).addi(Float.NaN);
      }
      session.loadBatch(0);
      assertTrue(Double.isNaN(learner.train(0).loss().orElseThrow()));
      assertEquals(OptionalInt.of(2), learner.divergedGroup());
    }
  }

  /** A state has the first device's arrays; the others follow from them. */
  @ParameterizedTest
  @MethodSource("cases")
  void goOnFromACheckpoint(Case several) throws IOException {
    ArchitectureSpec network = TinyNetworks.smooth();
    try (DjlSession session = several.open(network)) {
      session.useEveryKernel();
      Learner learner = session.newLearner(TinyExperiment.freezing(network));
      for (int step = 0; step < 20; step++) {
        session.loadBatch(step);
        learner.train(step);
      }
      var bytes = new ByteArrayOutputStream();
      learner.saveState(new DataOutputStream(bytes));
      Learner other = session.newLearner(TinyExperiment.freezing(network));
      other.restoreState(20, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      for (int step = 20; step < TinyExperiment.STEPS; step++) {
        session.loadBatch(step);
        assertEquals(learner.train(step).loss(), other.train(step).loss(), "step " + step);
        assertEquals(learner.weightsSha256(), other.weightsSha256(), "step " + step);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areComparedInLockstepAndResumed(Case several) throws IOException {
    ArchitectureSpec network = TinyNetworks.withDropout();
    ExperimentSpec spec = several.spec(network, 12);
    ImageDataset data = TinyExperiment.data(network);
    List<PlannedRun> runs =
        Stream.of(new UniformAnnealing(0.05), FreezeOut.of(0.05, 0.4, Strategy.LINEAR))
            .map(PlannedRun::of)
            .toList();
    List<TrainingRun> whole =
        LockstepTraining.of(spec, runs, TrainingListener.NONE, () -> false)
            .trainAll(several.backend(), data, folder.resolve("whole"));
    var asked = new AtomicInteger();
    Path stopped = folder.resolve("stopped");
    LockstepTraining.of(spec, runs, TrainingListener.NONE, () -> asked.getAndIncrement() == 26)
        .withSettings(List.of(), CheckpointInterval.parse("5"))
        .trainAll(several.backend(), data, stopped);
    List<TrainingRun> resumed =
        LockstepTraining.of(SavedTraining.read(stopped), TrainingListener.NONE, () -> false)
            .resume(several.backend(), data, stopped);
    for (int i = 0; i < runs.size(); i++) {
      assertEquals(RunStatus.FINISHED, resumed.get(i).record().status());
      assertEquals(whole.get(i).record().weightsSha256(), resumed.get(i).record().weightsSha256());
    }
    FreezeAudit audit = FreezeAudit.of(resumed.get(0), resumed.get(1), network);
    assertEquals(network.groups().size() - 1, audit.groupsFrozen());
    assertTrue(audit.weightsUntouched() && audit.nothingLeft(), audit::toString);
  }

  private static List<float[]> train(
      Case devices, ExperimentSpec spec, int steps, List<Double> losses) {
    LayerwiseSchedule schedule = TinyExperiment.freezing(spec.architecture());
    try (DjlSession session = devices.open(spec);
        DjlLearner learner = (DjlLearner) session.newLearner(schedule)) {
      for (int step = 0; step < steps; step++) {
        session.loadBatch(step);
        losses.add(learner.train(step).loss().orElseThrow());
      }
      List<float[]> weights = new ArrayList<>();
      for (int group = 0; group < schedule.size(); group++) {
        for (Parameter parameter : parameters(learner.network(), group)) {
          weights.add(parameter.getArray().toFloatArray());
        }
      }
      return weights;
    }
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static void assertSame(
      DjlLearner learner, CutNetwork other, int group, Predicate<Parameter> which, String where) {
    List<Parameter> expected = parameters(learner.network(), group);
    List<Parameter> actual = parameters(other, group);
    for (int i = 0; i < expected.size(); i++) {
      if (which.test(expected.get(i))) {
        assertTrue(
            Arrays.equals(
                expected.get(i).getArray().toFloatArray(), actual.get(i).getArray().toFloatArray()),
            where + ": " + expected.get(i).getName());
      }
    }
  }

  private static List<Parameter> parameters(CutNetwork network, int group) {
    return network.groups().get(group).getParameters().values();
  }

  private static List<String> digests(Learner learner, int groups) {
    List<String> digests = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      digests.add(learner.groupSha256(group));
    }
    return digests;
  }
}
