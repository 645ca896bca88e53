package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.translate.TranslateException;
import ai.djl.util.PairList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frozen groups exchange nothing between devices. To DJL all processors are one device, but MXNet
 * also has {@code cpu_pinned}, whose memory is apart as that of a GPU is. Since DJL calls arrays
 * that are computed there {@code cpu}, the layers of this test say where they are.
 */
class DataParallelIT {

  private static final Shape INPUT = new Shape(1, 72);
  private static final String SERVER = "ai.djl.use_local_parameter_server";

  /** A layer that moves what it gets to the device of the pass, whose name DJL has lost. */
  private static final class Placed extends AbstractBlock {
    private final Block layer;
    private final Pass pass;

    Placed(Block layer, Pass pass) {
      this.layer = addChildBlock("layer", layer);
      this.pass = pass;
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      NDArray input = inputs.singletonOrThrow();
      pass.parameters = parameters;
      return layer.forward(
          parameters, new NDList(input.toDevice(pass.device, false)), training, arguments);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
      layer.initialize(manager, type, shapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
      return layer.getOutputShapes(shapes);
    }
  }

  /** Which device the current pass runs on. */
  private static final class Pass {
    Device device;
    ParameterStore parameters;
  }

  /** Counts the updates of each parameter in the current step. */
  private static final class Exchange extends TrainingListenerAdapter {
    final FreezeOutTraining training;
    final Pass pass;
    final List<Device> devices;
    final List<Map<String, Integer>> updates = new ArrayList<>();
    final List<List<float[]>> before = new ArrayList<>();
    final List<List<List<float[]>>> copyGradients = new ArrayList<>();

    Exchange(FreezeOutTraining training, Pass pass, List<Device> devices) {
      this.training = training;
      this.pass = pass;
      this.devices = devices;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      assertEquals(devices.size(), batch.getLabels().size(), "each device has had its share");
      updates.add(new HashMap<>());
      before.add(values(0));
      copyGradients.add(gradientsOfCopies());
    }

    private float rate(String parameterId, int count) {
      updates.get(updates.size() - 1).merge(parameterId, 1, Integer::sum);
      return training.tracker().getNewValue(parameterId, count);
    }

    /** By group, of the copies on the other device, which require gradients for good. */
    private List<List<float[]>> gradientsOfCopies() {
      return IntStream.range(0, training.groups().size())
          .mapToObj(
              group ->
                  training.groups().parameters(group).values().stream()
                      .flatMap(p -> devices.stream().map(d -> copy(p, d)))
                      .flatMap(Optional::stream)
                      .filter(NDArray::hasGradient)
                      .map(
                          copy -> {
                            try (NDArray gradient = copy.getGradient()) {
                              return gradient.toFloatArray();
                            }
                          })
                      .toList())
          .toList();
    }

    private Optional<NDArray> copy(Parameter parameter, Device device) {
      NDArray array = pass.parameters.getValue(parameter, device, false);
      return array == parameter.getArray() ? Optional.empty() : Optional.of(array);
    }

    private List<float[]> values(int fromGroup) {
      return IntStream.range(fromGroup, training.groups().size())
          .boxed()
          .flatMap(group -> training.groups().parameters(group).values().stream())
          .flatMap(
              parameter ->
                  devices.stream()
                      .map(d -> pass.parameters.getValue(parameter, d, false).toFloatArray()))
          .toList();
    }
  }

  /** With the parameter server of MXNet, which updates for all devices, and that of DJL. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void frozenGroupsExchangeNothingAndStayTheSame(boolean serverOfDjl) throws Exception {
    System.setProperty(SERVER, String.valueOf(serverOfDjl));
    try {
      train(serverOfDjl ? 2 : 1);
    } finally {
      System.clearProperty(SERVER);
    }
  }

  private static void train(int updatesEach) throws IOException, TranslateException {
    List<Device> devices = List.of(Device.cpu(), Device.of("cpu_pinned", 0));
    Pass pass = new Pass();
    SequentialBlock network =
        new SequentialBlock()
            .add(
                inputs -> {
                  pass.device = inputs.head().getDevice();
                  return inputs;
                })
            .add(new Placed(Linear.builder().setUnits(5).build(), pass))
            .add(new Placed(BatchNorm.builder().build(), pass))
            .add(Activation::softPlus)
            .add(new Placed(Linear.builder().setUnits(4).build(), pass))
            .add(new Placed(Linear.builder().setUnits(OwnProgram.CLASSES).build(), pass));
    pass.device = Device.cpu();
    FreezeOutTraining training =
        FreezeOutTraining.of(OwnProgram.POLICY, LayerGroups.of(network), OwnProgram.LENGTH);
    Exchange exchange = new Exchange(training, pass, devices);
    TinyExperiment.assumeReady(DjlEngine.MXNET);
    try (Model model = DjlEngine.MXNET.load().newModel("parallel", Device.cpu());
        NDManager scope = model.getNDManager().newSubManager()) {
      model.setBlock(training.block());
      ArrayDataset images = OwnProgram.data(scope, INPUT);
      Map<Parameter, Integer> groupOf = new HashMap<>();
      for (int group = 0; group < training.groups().size(); group++) {
        for (Parameter parameter : training.groups().parameters(group).values()) {
          groupOf.put(parameter, group);
        }
      }
      List<Parameter> trainable =
          groupOf.keySet().stream().filter(Parameter::requiresGradient).toList();
      try (Trainer trainer =
          model.newTrainer(
              OwnProgram.config(
                      Optimizer.sgd()
                          .setLearningRateTracker(exchange::rate)
                          .optMomentum(0.9f)
                          .build())
                  .optDevices(devices.toArray(Device[]::new))
                  .addTrainingListeners(exchange, training.listener()))) {
        trainer.initialize(INPUT);
        EasyTrain.fit(trainer, OwnProgram.LENGTH.epochs(), images, null);
        int frozenSteps = 0;
        for (int step = 0; step < exchange.updates.size(); step++) {
          double t = OwnProgram.LENGTH.progress(step);
          int frozen = training.schedule().frozenPrefix(t);
          frozenSteps += frozen > 0 ? 1 : 0;
          Map<String, Integer> expected = new HashMap<>();
          for (Parameter parameter : trainable) {
            if (groupOf.get(parameter) >= frozen) {
              expected.put(parameter.getId(), updatesEach);
            }
          }
          assertEquals(expected, exchange.updates.get(step), "step " + step);
          int frozenBefore =
              step == 0
                  ? 0
                  : training.schedule().frozenPrefix(OwnProgram.LENGTH.progress(step - 1));
          for (int group = 0; step > 0 && group < training.groups().size(); group++) {
            boolean freezes = group >= frozenBefore && group < frozen;
            if (!freezes) {
              // Computed anew in every step, so the same one means that none was computed. In the
              // last step of a group DJL's server adds up the gradients after the test looks.
              assertEquals(
                  group < frozen,
                  Arrays.deepEquals(
                      exchange.copyGradients.get(step - 1).get(group).toArray(),
                      exchange.copyGradients.get(step).get(group).toArray()),
                  "step " + step + ", group " + group);
            }
          }
        }
        assertTrue(exchange.copyGradients.get(0).stream().noneMatch(List::isEmpty));
        assertTrue(frozenSteps > 10);
        List<FreezeCheck> audit = training.audit();
        assertEquals(2 * 2, audit.size(), "two groups on two devices");
        assertTrue(audit.stream().allMatch(FreezeCheck::passed), audit::toString);
        List<float[]> values = exchange.values(0);
        List<float[]> first = exchange.before.get(0);
        boolean moved = false;
        for (int i = 0; i < values.size(); i += 2) {
          boolean frozen = i < values.size() - 4;
          if (frozen || updatesEach == 1) {
            assertArrayEquals(values.get(i), values.get(i + 1), "array " + i / 2);
          }
          moved |= !Arrays.equals(values.get(i), first.get(i));
        }
        assertTrue(moved);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void djlTakesAllProcessorsForOneDevice(DjlEngine engine) {
    FreezeOutTraining training =
        FreezeOutTraining.of(
            OwnProgram.POLICY, LayerGroups.of(OwnProgram.network()), OwnProgram.LENGTH);
    try (Model model = OwnProgram.model(engine, training.block())) {
      var config =
          OwnProgram.config(Optimizer.sgd().setLearningRateTracker(training.tracker()).build())
              .optDevices(new Device[] {Device.cpu(), Device.of("cpu", 1)});
      assertEquals(
          "Duplicated devices are not allowed.",
          assertThrows(IllegalArgumentException.class, () -> model.newTrainer(config))
              .getMessage());
    }
  }
}
