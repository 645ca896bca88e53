package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.basicmodelzoo.cv.classification.AlexNet;
import ai.djl.basicmodelzoo.cv.classification.GoogLeNet;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv2dTranspose;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RNN;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Catalogue;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of DJL's own blocks; shapes of functions need an engine. */
class BlockCostIT {

  private static final Shape IMAGE = new Shape(1, 3, 224, 224);

  /** The counts of the architecture that the blocks are built from, operation by operation. */
  @ParameterizedTest
  @ValueSource(strings = {"vgg-16", "wrn-16-4", "densenet-bc-40-12", "resnet-18", "mobilenet-v2"})
  void countsTheCatalogueAsTheCostModelDoes(String name) {
    ArchitectureSpec architecture = Catalogue.resolve(name, Optional.empty(), OptionalInt.empty());
    Block block = NetworkBuilder.build(architecture);
    LayerGroups groups =
        LayerGroups.byName(
            block,
            architecture.groups().stream()
                .map(group -> Pattern.quote(group.name()))
                .toArray(String[]::new));
    BlockCost cost = BlockCost.of(groups, NetworkBuilder.shape(1, architecture.input()));
    NetworkCost counted = NetworkCost.of(architecture);
    assertEquals(Map.of(), cost.uncounted());
    assertEquals(counted.learns(), cost.network().learns());
    assertEquals(counted.macs(), cost.network().macs());
    assertEquals(GroupCosts.ofMacs(counted), GroupCosts.ofMacs(cost.network()));
  }

  /**
   * ResNet-50 with the stride in the first convolution of a block (He et al., arXiv 1512.03385,
   * table 1: 3.8 G multiply-accumulates): the catalogue's has it in the second, so that in three
   * blocks the first sees four times as many places.
   */
  @Test
  void countsTheModelZoo() {
    Block resNet50 =
        ResNetV1.builder()
            .setImageShape(new Shape(3, 224, 224))
            .setNumLayers(50)
            .setOutSize(1000)
            .build();
    LayerGroups groups = LayerGroups.of(resNet50);
    BlockCost cost = BlockCost.of(groups, IMAGE);
    assertEquals(1 + 16 + 1, cost.network().groups());
    assertEquals(1 + 16 * 3 + 4 + 1, cost.network().operations().size());
    long secondStride =
        NetworkCost.of(Catalogue.resolve("resnet-50", Optional.empty(), OptionalInt.empty()))
            .macs();
    assertEquals(secondStride - 3L * 256 * 128 * (56 * 56 - 28 * 28), cost.network().macs());
    assertEquals(
        Map.of("ParallelBlock (how it joins its branches)", 16, "function without a name", 32),
        cost.uncounted());
  }

  /** Szegedy et al., arXiv 1409.4842, table 1: 1.5 G multiply-accumulates, about. */
  @Test
  void countsBranchesThatAreConcatenated() {
    long macs =
        BlockCost.of(LayerGroups.of(GoogLeNet.builder().build()), new Shape(1, 3, 224, 224))
            .network()
            .macs();
    assertTrue(macs > 1.4e9 && macs < 1.65e9, () -> macs + " multiply-accumulates");
    long alexNet =
        54L * 54 * 96 * 11 * 11 * 3
            + 26L * 26 * 256 * 5 * 5 * 96
            + 12L * 12 * 9 * (256 * 384 + 384 * 384 + 384 * 256)
            + 256L * 5 * 5 * 4096
            + 4096L * 4096
            + 4096L * 10;
    assertEquals(
        alexNet, BlockCost.of(LayerGroups.of(AlexNet.builder().build()), IMAGE).network().macs());
  }

  @Test
  void namesWhatItCannotLookInto() {
    Block block =
        new SequentialBlock()
            .add(Conv2d.builder().setFilters(4).setKernelShape(new Shape(3, 3)).build())
            .add(x -> x)
            .add(Activation.reluBlock())
            .add(Blocks.batchFlattenBlock())
            .add(Linear.builder().setUnits(5).build());
    BlockCost cost = BlockCost.of(LayerGroups.of(block), new Shape(7, 2, 6, 6));
    assertEquals(4 * 4 * 4 * 9 * 2 + 4 * 4 * 4 * 5, cost.network().macs(), "of one image");
    assertEquals(Map.of("function without a name", 1), cost.uncounted());
  }

  @ParameterizedTest
  @EnumSource
  void countsTheChildrenOfBlocksThatRunThemThemselves(DjlEngine engine) {
    TinyExperiment.assumeReady(engine);
    Block block =
        new SequentialBlock()
            .add(new OwnBlock())
            .add(Conv2dTranspose.builder().setFilters(3).setKernelShape(new Shape(2, 2)).build());
    LayerGroups groups = LayerGroups.of(block);
    Shape input = new Shape(1, 2, 6, 6);
    String message =
        assertThrows(IllegalArgumentException.class, () -> BlockCost.of(groups, input))
            .getMessage();
    assertTrue(message.contains("OwnBlock runs its children itself: initialise"), message);
    try (NDManager manager = engine.load().newBaseManager(Device.cpu())) {
      block.initialize(manager, DataType.FLOAT32, input);
      BlockCost cost = BlockCost.of(groups, input);
      assertEquals(
          List.of(6L * 6 * 4 * 9 * 2, 6L * 6 * 4 * 3 * 4),
          cost.network().operations().stream().map(operation -> operation.macs()).toList());
      assertEquals(Map.of("OwnBlock (what it does besides its children)", 1), cost.uncounted());
      message =
          assertThrows(
                  IllegalArgumentException.class, () -> BlockCost.of(groups, new Shape(1, 2, 8, 8)))
              .getMessage();
      assertTrue(message.contains("was initialised for [(1, 2, 6, 6)]"), message);
    }
  }

  /** Each weight that DJL makes is multiplied with once in every step. */
  @ParameterizedTest
  @EnumSource
  void countsRecurrentBlocksByTheWeightsThatTheyHave(DjlEngine engine) {
    TinyExperiment.assumeReady(engine);
    try (NDManager manager = engine.load().newBaseManager(Device.cpu())) {
      for (Block recurrent :
          List.of(
              RNN.builder()
                  .setActivation(RNN.Activation.RELU)
                  .setStateSize(6)
                  .setNumLayers(3)
                  .build(),
              GRU.builder().setStateSize(5).setNumLayers(2).optBidirectional(true).build(),
              LSTM.builder().setStateSize(4).setNumLayers(2).optHasBiases(false).build())) {
        Block network =
            new SequentialBlock().add(recurrent).add(Linear.builder().setUnits(7).build());
        Shape input = new Shape(2, 11, 3);
        network.initialize(manager, DataType.FLOAT32, input);
        long weights =
            network.getParameters().values().stream()
                .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
        assertEquals(11 * weights, BlockCost.of(LayerGroups.of(network), input).network().macs());
      }
    }
  }

  @Test
  void refusesInputsThatDoNotFit() {
    Block block =
        new SequentialBlock()
            .add(Conv2d.builder().setFilters(4).setKernelShape(new Shape(3, 3)).build())
            .add(BatchNorm.builder().build())
            .add(Linear.builder().setUnits(5).build());
    LayerGroups groups = LayerGroups.of(block);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> BlockCost.of(groups, new Shape(1, 2, 2, 2)))
            .getMessage();
    assertTrue(message.startsWith("group 0, 01Conv2d, is not made for an input of"), message);
    assertThrows(IllegalArgumentException.class, () -> BlockCost.of(groups));
    assertThrows(
        IllegalArgumentException.class, () -> BlockCost.of(groups, new Shape(-1, 2, 8, 8)));
  }

  /** A convolution that keeps the map's size, run by a forward pass of its own. */
  private static final class OwnBlock extends AbstractBlock {
    private final Block conv =
        addChildBlock(
            "conv",
            Conv2d.builder()
                .setFilters(4)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .build());

    /** Never initialised: DJL's own blocks leave out what has no weights, too. */
    private final Block dropout = addChildBlock("dropout", Dropout.builder().build());

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      return dropout.forward(parameters, conv.forward(parameters, inputs, training), training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return conv.getOutputShapes(inputs);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
      conv.initialize(manager, type, inputs);
    }
  }
}
