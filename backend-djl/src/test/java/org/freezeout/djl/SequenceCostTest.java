package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.LinearCollection;
import ai.djl.nn.core.Multiplication;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RNN;
import ai.djl.nn.transformer.BertBlock;
import ai.djl.nn.transformer.BertPretrainingBlock;
import ai.djl.nn.transformer.IdEmbedding;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Map;
import org.freezeout.cost.GroupCost;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of attention and recurrent blocks; no engine is needed, nothing is initialised. */
class SequenceCostTest {

  /**
   * TinyBERT, arXiv 1909.10351, table 1: BERT-base takes 22.5 B FLOPs at length 128, two for a
   * multiply-accumulate, elementwise operations included. By hand: four projections, two dense
   * layers and two products in each of 12 layers; a pooler; here two classes.
   */
  @Test
  void countsBertBase() {
    BertBlock bert =
        BertBlock.builder().base().setTokenDictionarySize(30522).optMaxSequenceLength(128).build();
    NetworkCost cost = classified(bert, 768, ids(1, 128), ids(1, 128), ids(1, 128));
    long layers = 12L * (4 * 128 * 768 * 768 + 2 * 128 * 768 * 3072L + 2 * 128 * 128 * 768);
    assertEquals(layers + 768 * 768 + 768 * 2, cost.macs());
    assertEquals(22.5e9 / 2, cost.macs(), 0.01 * 22.5e9 / 2);
    assertEquals(List.of(true, true), cost.learns());
  }

  /** torchvision's {@code vit_b_16}: 17.564 G multiply-accumulates at 3x224x224 ("_ops"). */
  @Test
  void countsAVisionTransformer() {
    SequentialBlock vit =
        new SequentialBlock()
            .add(
                Conv2d.builder()
                    .setFilters(768)
                    .setKernelShape(new Shape(16, 16))
                    .optStride(new Shape(16, 16))
                    .build())
            .add(shaped(197, 768));
    for (int i = 0; i < 12; i++) {
      vit.add(new TransformerEncoderBlock(768, 12, 3072, 0.1f, Activation::gelu));
    }
    vit.add(LayerNorm.builder().build()).add(shaped(768)).add(dense(1000));
    BlockCost cost = BlockCost.of(LayerGroups.of(vit), new Shape(1, 3, 224, 224));
    assertEquals(17.564e9, cost.network().macs(), 0.5e6);
    assertEquals(Map.of(), cost.uncounted());
    assertEquals(1 + 12 + 1, cost.network().groups(), "normalisation freezes with what it follows");
  }

  /**
   * Zaremba et al., arXiv 1409.2329: two layers of 650 and of 1500 units over 10,000 words have 20
   * M and 66 M parameters. All but those of the embedding and biases are multiplied with in every
   * step.
   */
  @ParameterizedTest
  @CsvSource({"650, 20e6, 0.5e6", "1500, 66e6, 0.5e6"})
  void countsAnLstmOverWords(int units, double parameters, double tolerance) {
    SequentialBlock words =
        new SequentialBlock()
            .add(
                new IdEmbedding.Builder().setDictionarySize(10_000).setEmbeddingSize(units).build())
            .add(LSTM.builder().setStateSize(units).setNumLayers(2).build())
            .add(dense(10_000));
    long steps = 35;
    BlockCost cost = BlockCost.of(LayerGroups.of(words), ids(20, steps));
    long step = 2L * 4 * units * (units + units) + units * 10_000L;
    assertEquals(steps * step, cost.network().macs(), "of one sequence");
    assertEquals(Map.of(), cost.uncounted());
    assertEquals(parameters, step + 10_000.0 * units, tolerance);
  }

  /** A gate multiplies x inputs and h states in each step; the second layer's inputs are 2 h. */
  @Test
  void countsGatesLayersAndDirections() {
    long x = 10;
    long h = 20;
    long steps = 5;
    Shape input = new Shape(3, steps, x);
    long twoLayers = 2 * h * (x + h) + 2 * h * (2 * h + h);
    assertEquals(
        steps * twoLayers,
        recurrent(
            RNN.builder()
                .setActivation(RNN.Activation.TANH)
                .setStateSize(20)
                .setNumLayers(2)
                .optBidirectional(true)
                .optHasBiases(false)
                .build(),
            2 * h,
            input));
    assertEquals(
        steps * 3 * twoLayers,
        recurrent(
            GRU.builder().setStateSize(20).setNumLayers(2).optBidirectional(true).build(),
            2 * h,
            input));
    LSTM.Builder lstm = LSTM.builder().setStateSize(20).setNumLayers(1);
    assertEquals(steps * 4 * h * (x + h), recurrent(lstm.optReturnState(true).build(), h, input));
    Block stepsFirst = lstm.optReturnState(false).optBatchFirst(false).build();
    Block turned =
        new SequentialBlock()
            .add(new FunctionBlock(batch -> new Shape(steps, batch, x), y -> y))
            .add(stepsFirst);
    assertEquals(steps * 4 * h * (x + h), recurrent(turned, h, input));
    String message =
        assertThrows(IllegalArgumentException.class, () -> recurrent(stepsFirst, h, input))
            .getMessage();
    assertTrue(message.contains("LSTM takes (steps, batch, features)"), message);
  }

  /** Without the dense layer of three units on each step's output. */
  private static long recurrent(Block block, long outputs, Shape input) {
    return before(block, input).macs() - input.get(1) * outputs * 3;
  }

  /**
   * The gradient of a state is needed while the layer learns, as that state depends on its weights;
   * that of the input only while something before learns.
   */
  @Test
  void theStatesOfARecurrentLayerNeedGradients() {
    long h = 20;
    long steps = 5;
    LSTM lstm = LSTM.builder().setStateSize(20).setNumLayers(2).build();
    Shape input = new Shape(1, steps, 10);
    GroupCost first =
        GroupCosts.ofMacs(
                BlockCost.of(LayerGroups.of(new SequentialBlock().add(lstm).add(dense(3))), input)
                    .network())
            .groups()
            .get(0);
    long forward = steps * 4 * h * ((10 + h) + (h + h));
    assertEquals(new GroupCost(forward, forward, steps * 4 * h * (h + (h + h)), 0, true), first);
    GroupCost second =
        GroupCosts.ofMacs(
                BlockCost.of(
                        LayerGroups.of(
                            new SequentialBlock()
                                .add(dense(10))
                                .add(LSTM.builder().setStateSize(20).setNumLayers(1).build())),
                        input)
                    .network())
            .groups()
            .get(1);
    long one = steps * 4 * h * (10 + h);
    assertEquals(new GroupCost(one, one, steps * 4 * h * h, steps * 4 * h * 10, true), second);
  }

  /** Four projections with weights, two products without: each of those has two gradients. */
  @Test
  void attentionHasProductsOfActivations() {
    long projection = 5 * 8 * 8;
    long product = 5 * 5 * 8;
    Shape tokens = new Shape(2, 5, 8);
    List<GroupCost> groups =
        GroupCosts.ofMacs(
                BlockCost.of(
                        LayerGroups.of(new SequentialBlock().add(attention()).add(attention())),
                        tokens)
                    .network())
            .groups();
    double forward = 4 * projection + 2 * product;
    double inner = 2 * 2 * product + projection;
    assertEquals(new GroupCost(forward, 4 * projection, inner, 0, true), groups.get(0));
    assertEquals(
        new GroupCost(forward, 4 * projection, inner, 3 * projection, true), groups.get(1));
  }

  /** Seven keys and values, five queries. */
  @Test
  void attentionTakesQueriesOfAnotherLength() {
    Shape keys = new Shape(1, 7, 8);
    Shape queries = new Shape(1, 5, 8);
    long attended = 2 * 7 * 64 + 2 * 5 * 64 + 2 * 7 * 5 * 8;
    for (Shape[] inputs :
        List.of(
            new Shape[] {keys, queries, keys},
            new Shape[] {keys, queries, keys, new Shape(1, 5, 7)})) {
      assertEquals(attended, before(attention(), inputs).macs() - 5 * 8 * 3);
    }
  }

  /** The masked tokens go through a projection and against the table of all 1,000 tokens. */
  @Test
  void countsBertPretraining() {
    BertPretrainingBlock block =
        new BertPretrainingBlock(BertBlock.builder().nano().setTokenDictionarySize(1000));
    SequentialBlock network = new SequentialBlock().add(block).add(shaped(2)).add(dense(3));
    BlockCost cost =
        BlockCost.of(LayerGroups.of(network), ids(4, 128), ids(4, 128), ids(4, 128), ids(4, 20));
    long encoder = 4 * 128 * 256 * 256 + 2 * 128 * 256 * 1024 + 2 * 128 * 128 * 256;
    long heads = 20 * (256 * 256 + 256 * 1000) + 256 * 2;
    assertEquals(4 * encoder + 256 * 256 + heads + 2 * 3, cost.network().macs());
    assertEquals(Map.of(), cost.uncounted());
  }

  @Test
  void findsTheBatchWhereverItIs() {
    SequentialBlock tokens =
        new SequentialBlock()
            .add(new FunctionBlock(batch -> new Shape(batch * 5, 8), x -> x))
            .add(dense(3));
    assertEquals(5 * 8 * 3, before(tokens, new Shape(1, 5, 8)).macs() - 5 * 3 * 3);
    assertEquals(5 * 8 * 3, before(tokens, new Shape(6, 5, 8)).macs() - 5 * 3 * 3);
    SequentialBlock columns =
        new SequentialBlock()
            .add(Multiplication.builder().setUnits(7).build())
            .add(LinearCollection.builder().setUnits(4).build());
    assertEquals(7 * 8 * 4 + 7 * 4 * 3, before(columns, new Shape(6, 8)).macs());
  }

  @Test
  void namesBlocksThatItDoesNotKnow() {
    Block own =
        new AbstractBlock() {
          @Override
          protected NDList forwardInternal(
              ParameterStore parameters,
              NDList inputs,
              boolean training,
              PairList<String, Object> arguments) {
            return inputs;
          }

          @Override
          public Shape[] getOutputShapes(Shape[] inputs) {
            return inputs;
          }
        };
    SequentialBlock network = new SequentialBlock().add(dense(4)).add(own).add(dense(3));
    assertEquals(
        Map.of(own.getClass().getName(), 1),
        BlockCost.of(LayerGroups.of(network), new Shape(1, 8)).uncounted());
    assertTrue(own.getClass().getName().startsWith("org.freezeout.djl.SequenceCostTest$"));
    network = new SequentialBlock().add(dense(4)).add(new OwnEncoder()).add(dense(3));
    LayerGroups groups = LayerGroups.of(network);
    String message =
        assertThrows(IllegalArgumentException.class, () -> BlockCost.of(groups, new Shape(1, 5, 8)))
            .getMessage();
    assertTrue(message.contains("OwnEncoder runs its children itself: initialise"), message);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 9})
  void refusesTokensOfAnotherSize(long size) {
    Shape tokens = new Shape(1, 5, size);
    String message =
        assertThrows(IllegalArgumentException.class, () -> before(attention(), tokens))
            .getMessage();
    assertTrue(message.contains("attention over embeddings of 8 numbers"), message);
  }

  @Test
  void refusesInputsOfAnotherKind() {
    LSTM lstm = LSTM.builder().setStateSize(20).setNumLayers(1).build();
    String message =
        assertThrows(IllegalArgumentException.class, () -> before(lstm, new Shape(1, 5)))
            .getMessage();
    assertTrue(message.contains("LSTM takes (batch, steps, features) of a batch of 1"), message);
    BertBlock bert = BertBlock.builder().nano().setTokenDictionarySize(50).build();
    message =
        assertThrows(
                IllegalArgumentException.class,
                () -> classified(bert, 256, ids(1, 64), ids(1, 64), ids(1, 64)))
            .getMessage();
    assertTrue(message.contains("with its optMaxSequenceLength of 128 tokens"), message);
  }

  /** What runs as DJL's encoder does, perhaps not alone. */
  private static final class OwnEncoder extends TransformerEncoderBlock {
    OwnEncoder() {
      super(4, 1, 4, 0.1f, Activation::relu);
    }
  }

  private static Block attention() {
    return ScaledDotProductAttentionBlock.builder().setEmbeddingSize(8).setHeadCount(2).build();
  }

  private static Linear dense(long units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Shape ids(long batch, long tokens) {
    return new Shape(batch, tokens);
  }

  /** Gives images of this shape, whatever it gets. */
  private static Block shaped(long... image) {
    return new FunctionBlock(batch -> new Shape(batch).add(image), x -> x);
  }

  /** A block before a dense layer of three units on whatever it gives. */
  private static NetworkCost before(Block block, Shape... inputs) {
    SequentialBlock network = new SequentialBlock().add(block).add(dense(3));
    return BlockCost.of(LayerGroups.of(network), inputs).network();
  }

  /** A block whose output is taken to have so many numbers, before a dense layer of two. */
  private static NetworkCost classified(Block block, long numbers, Shape... inputs) {
    SequentialBlock network = new SequentialBlock().add(block).add(shaped(numbers)).add(dense(2));
    BlockCost cost = BlockCost.of(LayerGroups.of(network), inputs);
    assertEquals(Map.of(), cost.uncounted());
    return cost.network();
  }
}
