package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.ParameterTracker;
import ai.djl.translate.TranslateException;
import ai.djl.util.PairList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freezeout.schedule.LayerwiseSchedule;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A program of DJL's user freezes with DJL's optimizers and trainer, on both engines. */
class FreezeOutTrainingIT {

  private static final int STEPS = OwnProgram.LENGTH.steps();

  /** Remembers what each group is before every update, and which rates are asked for. */
  private static final class Witness extends TrainingListenerAdapter implements ParameterTracker {
    final FreezeOutTraining training;
    final List<List<Parameter>> trainable;
    final List<List<String>> before = new ArrayList<>();
    final List<Map<String, Float>> rates = new ArrayList<>();

    Witness(FreezeOutTraining training) {
      this.training = training;
      trainable =
          IntStream.range(0, training.groups().size())
              .mapToObj(group -> trainable(training.groups(), group))
              .toList();
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      look();
    }

    void look() {
      before.add(OwnProgram.digests(training.groups()));
      rates.add(new HashMap<>());
    }

    @Override
    public float getNewValue(String parameterId, int count) {
      float rate = training.tracker().getNewValue(parameterId, count);
      rates.get(rates.size() - 1).put(parameterId, rate);
      return rate;
    }

    /** Frozen groups kept every bit, active ones moved, at the schedule's rates. */
    void check() {
      LayerwiseSchedule schedule = training.schedule();
      before.add(OwnProgram.digests(training.groups()));
      assertEquals(STEPS + 1, before.size());
      int frozenAtEnd = 0;
      for (int step = 0; step < STEPS; step++) {
        double t = OwnProgram.LENGTH.progress(step);
        Map<String, Float> expected = new HashMap<>();
        for (int group = 0; group < schedule.size(); group++) {
          assertEquals(
              schedule.isFrozen(group, t),
              before.get(step).get(group).equals(before.get(step + 1).get(group)),
              "step " + step + ", group " + group);
          if (!schedule.isFrozen(group, t)) {
            for (Parameter parameter : trainable.get(group)) {
              expected.put(parameter.getId(), (float) schedule.rate(group, t));
            }
          }
        }
        assertEquals(expected, rates.get(step), "step " + step);
        frozenAtEnd = schedule.frozenPrefix(t);
      }
      assertEquals(3, frozenAtEnd, "all groups but the last freeze in this test");
    }
  }

  /** Notes in which way the layer before it is run. */
  private static final class Probe extends AbstractBlock {
    final DjlEngine engine;
    final List<String> passes = new ArrayList<>();

    Probe(DjlEngine engine) {
      this.engine = engine;
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      boolean recorded =
          engine == DjlEngine.MXNET ? MxGradientCollector.isRecording() : JniUtils.isGradMode();
      passes.add((training ? "trained" : "frozen") + (recorded ? " and recorded" : ""));
      return inputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
      return shapes;
    }
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(DjlEngine.values())
        .flatMap(e -> Stream.of(OwnOptimizer.values()).map(o -> Arguments.of(e, o)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void easyTrainFreezesToTheBit(DjlEngine engine, OwnOptimizer optimizer)
      throws IOException, TranslateException {
    FreezeOutTraining training = OwnProgram.training();
    Witness witness = new Witness(training);
    try (Model model = OwnProgram.model(engine, training.block());
        NDManager data = model.getNDManager().newSubManager()) {
      try (Trainer trainer =
          model.newTrainer(
              OwnProgram.config(optimizer.with.apply(witness))
                  .addTrainingListeners(witness, training.listener()))) {
        trainer.initialize(OwnProgram.INPUT);
        EasyTrain.fit(trainer, OwnProgram.LENGTH.epochs(), OwnProgram.data(data), null);
        assertEquals(STEPS, training.completedSteps());
        assertEquals(4, training.frozenPrefix());
        witness.check();
        List<FreezeCheck> audit = training.audit();
        assertEquals(3, audit.size());
        assertTrue(audit.stream().allMatch(FreezeCheck::passed), audit::toString);
        assertEquals(List.of(), trainable(training.groups(), 0));
      }
      for (int group = 0; group < training.groups().size(); group++) {
        assertEquals(witness.trainable.get(group), trainable(training.groups(), group));
      }
      assertEquals(3, training.audit().size(), "still to be read");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoopOfOnesOwnFreezesWithoutAnyListener(DjlEngine engine)
      throws IOException, TranslateException {
    FreezeOutTraining training = OwnProgram.training();
    Witness witness = new Witness(training);
    try (Model model = OwnProgram.model(engine, training.block());
        NDManager data = model.getNDManager().newSubManager();
        Trainer trainer =
            model.newTrainer(OwnProgram.config(OwnOptimizer.SGD.with.apply(witness)))) {
      trainer.initialize(OwnProgram.INPUT);
      ArrayDataset images = OwnProgram.data(data);
      int arrays = 0;
      int ownArrays = 0;
      for (int epoch = 0; epoch < OwnProgram.LENGTH.epochs(); epoch++) {
        for (Batch batch : trainer.iterateDataset(images)) {
          try (batch) {
            // Two passes a step, as with gradients of several batches.
            OwnProgram.pass(trainer, batch);
            OwnProgram.pass(trainer, batch);
            trainer.evaluate(batch.getData());
            witness.look();
            trainer.step();
          }
        }
        if (epoch == 0) {
          arrays = model.getNDManager().getManagedArrays().size();
          ownArrays = trainer.getManager().getManagedArrays().size();
        }
      }
      assertEquals(arrays, model.getNDManager().getManagedArrays().size());
      assertEquals(ownArrays, trainer.getManager().getManagedArrays().size());
      witness.check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void stepsBeyondTheEndTrainNothing(DjlEngine engine) throws IOException, TranslateException {
    FreezeOutTraining training = OwnProgram.training();
    try (Model model = OwnProgram.model(engine, training.block());
        NDManager data = model.getNDManager().newSubManager();
        Trainer trainer =
            model.newTrainer(OwnProgram.config(OwnOptimizer.SGD.with.apply(training.tracker())))) {
      trainer.initialize(OwnProgram.INPUT);
      EasyTrain.fit(trainer, OwnProgram.LENGTH.epochs(), OwnProgram.data(data), null);
      List<String> trained = OwnProgram.digests(training.groups());
      EasyTrain.fit(trainer, 1, OwnProgram.data(data), OwnProgram.data(data));
      assertEquals(trained, OwnProgram.digests(training.groups()));
      assertEquals(STEPS, training.completedSteps());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResumedRunFreezesInItsFirstStep(DjlEngine engine) throws IOException, TranslateException {
    for (int step : new int[] {7, STEPS - 1}) {
      FreezeOutTraining training = OwnProgram.training().startAt(step);
      int frozen = training.schedule().frozenPrefix(OwnProgram.LENGTH.progress(step));
      assertTrue(frozen > 0);
      assertEquals(frozen, training.frozenPrefix());
      try (Model model = OwnProgram.model(engine, training.block());
          NDManager data = model.getNDManager().newSubManager();
          Trainer trainer =
              model.newTrainer(
                  OwnProgram.config(OwnOptimizer.ADAM.with.apply(training.tracker())))) {
        trainer.initialize(OwnProgram.INPUT);
        List<String> before = OwnProgram.digests(training.groups());
        for (Batch batch : trainer.iterateDataset(OwnProgram.data(data))) {
          EasyTrain.trainBatch(trainer, batch);
          trainer.step();
          batch.close();
          break;
        }
        List<String> after = OwnProgram.digests(training.groups());
        for (int group = 0; group < before.size(); group++) {
          assertEquals(group < frozen, before.get(group).equals(after.get(group)), "" + group);
        }
        assertEquals(step + 1, training.completedSteps());
      }
    }
    assertEquals(
        "step must lie in [0, 20), got 20",
        assertThrows(IllegalArgumentException.class, () -> OwnProgram.training().startAt(STEPS))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> OwnProgram.training().startAt(-1));
  }

  @ParameterizedTest
  @EnumSource
  void activeGradientsAreThoseOfTheUncutNetwork(DjlEngine engine)
      throws IOException, TranslateException {
    for (int step = 0; step < STEPS; step++) {
      FreezeOutTraining training = OwnProgram.training().startAt(step);
      int k = training.schedule().frozenPrefix(OwnProgram.LENGTH.progress(step));
      LayerGroups groups = training.groups();
      try (Model model = OwnProgram.model(engine, training.block());
          NDManager scope = model.getNDManager().newSubManager();
          Trainer trainer =
              model.newTrainer(
                  OwnProgram.config(
                      Optimizer.sgd().setLearningRateTracker(training.tracker()).build()))) {
        trainer.initialize(OwnProgram.INPUT);
        Batch batch = trainer.iterateDataset(OwnProgram.data(scope)).iterator().next();
        // First, since a pass in training mode moves the running statistics that the prefix uses.
        OwnProgram.pass(trainer, batch);
        List<float[]> cut = gradients(groups, k);
        uncut(engine, trainer, groups, k, batch);
        List<float[]> uncut = gradients(groups, k);
        for (int i = 0; i < cut.size(); i++) {
          float largest = 0;
          for (float g : uncut.get(i)) {
            largest = Math.max(largest, Math.abs(g));
          }
          assertTrue(largest > 1e-4, "a gradient of zeros shows nothing");
          assertArrayEquals(
              uncut.get(i), cut.get(i), 1e-4f * largest, "step " + step + " parameter " + i);
        }
        batch.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void frozenGroupsAreNeitherInTrainingModeNorRecorded(DjlEngine engine)
      throws IOException, TranslateException {
    List<Probe> probes = new ArrayList<>();
    SequentialBlock network = new SequentialBlock().add(Blocks.batchFlattenBlock());
    for (int i = 0; i < 4; i++) {
      probes.add(new Probe(engine));
      network.add(Linear.builder().setUnits(3).build()).add(probes.get(i));
    }
    FreezeOutTraining training =
        FreezeOutTraining.of(OwnProgram.POLICY, LayerGroups.of(network), OwnProgram.LENGTH);
    try (Model model = OwnProgram.model(engine, training.block());
        NDManager data = model.getNDManager().newSubManager();
        Trainer trainer =
            model.newTrainer(OwnProgram.config(OwnOptimizer.SGD.with.apply(training.tracker())))) {
      trainer.initialize(OwnProgram.INPUT);
      EasyTrain.fit(trainer, OwnProgram.LENGTH.epochs(), OwnProgram.data(data), null);
      for (int step = 0; step < STEPS; step++) {
        int frozen = training.schedule().frozenPrefix(OwnProgram.LENGTH.progress(step));
        for (int group = 0; group < 4; group++) {
          assertEquals(
              group < frozen ? "frozen" : "trained and recorded",
              probes.get(group).passes.get(step),
              "step " + step + ", group " + group);
        }
      }
      probes.forEach(probe -> assertEquals(STEPS, probe.passes.size()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAreThoseOfTheNetworkAndCanBeTrainedOn(DjlEngine engine, @TempDir Path folder)
      throws IOException, TranslateException, MalformedModelException {
    FreezeOutTraining training = OwnProgram.training();
    float[] expected;
    try (Model model = OwnProgram.model(engine, training.block());
        NDManager data = model.getNDManager().newSubManager()) {
      try (Trainer trainer =
          model.newTrainer(
              OwnProgram.config(OwnOptimizer.ADAM.with.apply(training.tracker()))
                  .addTrainingListeners(training.listener()))) {
        trainer.initialize(OwnProgram.INPUT);
        EasyTrain.fit(trainer, OwnProgram.LENGTH.epochs(), OwnProgram.data(data), null);
      }
      model.save(folder, "own");
      expected = predict(model, data);
    }
    SequentialBlock network = OwnProgram.network();
    try (Model model = TinyExperiment.load(engine).newModel("own", TinyExperiment.device());
        NDManager data = model.getNDManager().newSubManager()) {
      model.setBlock(network);
      model.load(folder, "own");
      assertArrayEquals(expected, predict(model, data), 1e-5f);
      FreezeOutTraining again =
          FreezeOutTraining.of(OwnProgram.POLICY, LayerGroups.of(network), OwnProgram.LENGTH);
      Witness witness = new Witness(again);
      model.setBlock(again.block());
      try (Trainer trainer =
          model.newTrainer(
              OwnProgram.config(OwnOptimizer.ADAM.with.apply(witness))
                  .addTrainingListeners(witness, again.listener()))) {
        trainer.initialize(OwnProgram.INPUT);
        EasyTrain.fit(trainer, OwnProgram.LENGTH.epochs(), OwnProgram.data(data), null);
        witness.check();
      }
    }
  }

  /** The pass with frozen groups in inference mode, but all of it recorded. */
  private static void uncut(
      DjlEngine engine, Trainer trainer, LayerGroups groups, int k, Batch batch) {
    ParameterStore parameters = new ParameterStore(trainer.getManager(), false);
    zeroGradients(groups, k);
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList current = batch.getData();
      for (int group = 0; group < groups.size(); group++) {
        boolean active = group >= k;
        if (engine == DjlEngine.MXNET) {
          MxGradientCollector.setTraining(active);
        }
        for (Block block : groups.blocks(group)) {
          current = block.forward(parameters, current, active);
        }
      }
      collector.backward(trainer.getLoss().evaluate(batch.getLabels(), current));
    }
  }

  private static void zeroGradients(LayerGroups groups, int k) {
    for (int group = k; group < groups.size(); group++) {
      for (Parameter parameter : trainable(groups, group)) {
        try (NDArray gradient = parameter.getArray().getGradient()) {
          gradient.subi(gradient);
        }
      }
    }
  }

  private static List<float[]> gradients(LayerGroups groups, int k) {
    return IntStream.range(k, groups.size())
        .boxed()
        .flatMap(group -> trainable(groups, group).stream())
        .map(
            parameter -> {
              try (NDArray gradient = parameter.getArray().getGradient()) {
                return gradient.toFloatArray();
              }
            })
        .toList();
  }

  private static List<Parameter> trainable(LayerGroups groups, int group) {
    return groups.parameters(group).values().stream().filter(Parameter::requiresGradient).toList();
  }

  private static float[] predict(Model model, NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray images = scope.ones(OwnProgram.INPUT);
      return model
          .getBlock()
          .forward(new ParameterStore(scope, false), new NDList(images), false)
          .singletonOrThrow()
          .toFloatArray();
    }
  }
}
