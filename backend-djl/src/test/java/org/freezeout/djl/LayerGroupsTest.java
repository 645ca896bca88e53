package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.SymbolBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.Prelu;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Blocks are grouped in the order of the forward pass, or refused with the reason. */
class LayerGroupsTest {

  /** Runs its children in a way that nobody else knows. */
  private static final class Own extends SequentialBlock {
    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      throw new UnsupportedOperationException();
    }
  }

  /** A sequence with names of its own. */
  private static final class Named extends SequentialBlock {
    Named with(String name, Block block) {
      addChildBlock(name, block);
      return this;
    }
  }

  /** What an engine runs as one, with a weight. */
  private static final class Symbol extends AbstractBlock implements SymbolBlock {
    Symbol(boolean trainable) {
      addParameter(
          Parameter.builder()
              .setName("w")
              .setType(Parameter.Type.WEIGHT)
              .optRequiresGrad(trainable)
              .build());
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      return inputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return inputShapes;
    }

    @Override
    public void removeLastBlock() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void everyBlockWithWeightsBeginsAGroupHoweverDeep() {
    Block network =
        new SequentialBlock()
            .add(Dropout.builder().build())
            .add(conv())
            .add(BatchNorm.builder().build())
            .add(Activation::relu)
            .add(
                new SequentialBlock()
                    .add(Activation::relu)
                    .add(new SequentialBlock().add(conv()).add(new Prelu()))
                    .add(new SequentialBlock())
                    .add(residual()))
            .add(Activation::relu)
            .add(linear());
    LayerGroups groups = LayerGroups.of(network);
    assertSame(network, groups.block());
    assertEquals(
        List.of(
            "02Conv2d",
            "05SequentialBlock/02SequentialBlock/01Conv2d",
            "05SequentialBlock/04ParallelBlock",
            "07Linear"),
        names(groups));
    // Dropout, convolution, normalisation, ReLU, ReLU | convolution, PReLU | residual, ReLU | …
    assertEquals(List.of(5, 2, 2, 1), sizes(groups));
    assertEquals("0 02Conv2d (5 blocks)", groups.toString().lines().findFirst().orElseThrow());
  }

  @Test
  void weightsThatAreFrozenForGoodNeedNoGroup() {
    Block stem = conv();
    stem.freezeParameters(true);
    LayerGroups groups =
        LayerGroups.of(new SequentialBlock().add(stem).add(conv()).add(conv()).add(linear()));
    assertEquals(List.of("02Conv2d", "03Conv2d", "04Linear"), names(groups));
    assertEquals(List.of(2, 1, 1), sizes(groups));
    LayerGroups behindSymbols =
        LayerGroups.of(new SequentialBlock().add(new Symbol(false)).add(linear()).add(linear()));
    assertEquals(List.of(2, 1), sizes(behindSymbols));
  }

  @Test
  void patternsNameBlocksAndSequences() {
    Block network =
        new Named()
            .with("stem", conv())
            .with("relu", new SequentialBlock().add(Activation::relu))
            .with("layer1", new SequentialBlock().add(conv()).add(conv()))
            .with("layer2", residual())
            .with("head", linear());
    LayerGroups groups = LayerGroups.byName(network, "stem", "layer.*", "05head");
    assertEquals(List.of("01stem", "03layer1/01Conv2d", "05head"), names(groups));
    assertEquals(List.of(2, 3, 1), sizes(groups));
    refused(
        () -> LayerGroups.byName(network, "stem", "head", "layer.*"),
        "patterns must be in the order of the forward pass: 'head' comes before 'layer.*', but"
            + " 05head runs after 04layer2");
    refused(
        () -> LayerGroups.byName(network, "stem", "layer1", "head"),
        "no pattern matches 04layer2, which has weights");
    refused(
        () -> LayerGroups.byName(network, "stem", "tail", "layer.*", "head"),
        "pattern 'tail' matches no block; there are 01stem, 02relu/01LambdaBlock,"
            + " 03layer1/01Conv2d, 03layer1/02Conv2d, 04layer2, 05head");
    refused(
        () -> LayerGroups.byName(network, "stem", "layer.*", "layer2", "head"),
        "both 'layer.*' and 'layer2' match 04layer2");
    refused(
        () -> LayerGroups.byName(network, "stem", "layer1.*", ".*/01Conv2d", "head"),
        "pattern '.*/01Conv2d' matches 04layer2/01SequentialBlock/01Conv2d inside 04layer2, which"
            + " runs its children itself and freezes as a whole: name 04layer2");
    refused(
        () -> LayerGroups.byName(network, "stem", "relu.*", "layer.*", "head"),
        "the group of 02relu/01LambdaBlock would have no weights");
    refused(
        () -> LayerGroups.byName(network, "("), "not a regular expression: '(': Unclosed group");
    refused(
        () -> LayerGroups.byName(network, ".*"),
        "the network has one layer group, 01stem, so nothing would freeze before training ends: it"
            + " needs two");
    refused(() -> LayerGroups.byName(network), "no pattern matches 01stem, which has weights");
  }

  @Test
  void aPredicateSaysWhereGroupsStart() {
    Block network =
        new SequentialBlock()
            .add(conv())
            .add(new SequentialBlock().add(conv()).add(conv()))
            .add(Activation::relu)
            .add(new SequentialBlock().add(residual()))
            .add(linear());
    LayerGroups groups =
        LayerGroups.startingAt(network, (path, block) -> block instanceof SequentialBlock);
    assertEquals(List.of("01Conv2d", "04SequentialBlock/01ParallelBlock"), names(groups));
    assertEquals(List.of(4, 2), sizes(groups));
    refused(
        () -> LayerGroups.startingAt(network, (path, block) -> block instanceof Prelu),
        "the predicate holds for no block; there are 01Conv2d, 02SequentialBlock/01Conv2d,"
            + " 02SequentialBlock/02Conv2d, 03LambdaBlock, 04SequentialBlock/01ParallelBlock,"
            + " 05Linear");
    refused(
        () -> LayerGroups.startingAt(network, (path, block) -> block instanceof Conv2d),
        "the predicate holds for 04SequentialBlock/01ParallelBlock/01SequentialBlock/01Conv2d"
            + " inside 04SequentialBlock/01ParallelBlock, which runs its children itself and freezes"
            + " as a whole: name 04SequentialBlock/01ParallelBlock");
  }

  @Test
  void networksThatCannotFreezeGroupByGroupAreRefused() {
    refused(
        () -> LayerGroups.of(new Own().add(linear()).add(linear())),
        "Own runs its children itself, with a forward pass of its own, so nothing in it can freeze"
            + " before the rest: make the network a SequentialBlock of its stages");
    refused(
        () -> LayerGroups.of(residual()),
        "ParallelBlock runs its children itself, so nothing in it can freeze before the rest: make"
            + " the network a SequentialBlock of its stages");
    refused(
        () ->
            LayerGroups.of(
                new SequentialBlock().add(linear()).add(linear()).setReturnIntermediate(true)),
        "SequentialBlock returns what each of its children gives, so nothing in it can freeze before"
            + " the rest: make the network a SequentialBlock of its stages");
    refused(
        () -> LayerGroups.of(new SequentialBlock().add(new Symbol(true)).add(linear())),
        "01Symbol is symbolic, so its layers cannot freeze one after the other: build it from"
            + " blocks, or keep it frozen from the start with freezeParameters(true)");
    refused(
        () -> LayerGroups.of(new SequentialBlock().add(Activation::relu)),
        "the network has no trainable weights");
    refused(() -> LayerGroups.of(new SequentialBlock()), "the network has no blocks");
    refused(
        () -> LayerGroups.of(new SequentialBlock().add(residual()).add(Activation::relu)),
        "the network has one layer group, 01ParallelBlock, so nothing would freeze before training"
            + " ends: it needs two");
    Block shared = linear();
    refused(
        () -> LayerGroups.of(new SequentialBlock().add(shared).add(linear()).add(shared)),
        "01Linear and 03Linear share weights (03Linear_weight), which cannot be frozen and train:"
            + " put both into one group");
  }

  @Test
  void ownForwardPassesDeepInANetworkAreOneGroup() {
    LayerGroups groups =
        LayerGroups.of(
            new SequentialBlock().add(new Own().add(linear()).add(linear())).add(linear()));
    assertEquals(List.of("01Own", "02Linear"), names(groups));
  }

  private static Block conv() {
    return Conv2d.builder().setKernelShape(new Shape(1, 1)).setFilters(2).build();
  }

  private static Block linear() {
    return Linear.builder().setUnits(2).build();
  }

  private static Block residual() {
    return new ParallelBlock(
        outputs -> outputs.get(0),
        List.of(new SequentialBlock().add(conv()), new SequentialBlock().add(Activation::relu)));
  }

  private static List<String> names(LayerGroups groups) {
    return IntStream.range(0, groups.size()).mapToObj(groups::name).toList();
  }

  private static List<Integer> sizes(LayerGroups groups) {
    return IntStream.range(0, groups.size()).mapToObj(i -> groups.blocks(i).size()).toList();
  }

  private static void refused(Executable grouping, String reason) {
    assertEquals(reason, assertThrows(IllegalArgumentException.class, grouping).getMessage());
  }
}
