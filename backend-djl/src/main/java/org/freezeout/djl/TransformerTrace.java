package org.freezeout.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.transformer.BertBlock;
import ai.djl.nn.transformer.BertMaskedLanguageModelBlock;
import ai.djl.nn.transformer.BertNextSentenceBlock;
import ai.djl.nn.transformer.BertPretrainingBlock;
import ai.djl.nn.transformer.PointwiseFeedForwardBlock;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import java.util.Arrays;
import java.util.List;

/**
 * Counts DJL's attention blocks, which run their children in a way of their own: as their forward
 * passes do, so that they need not be initialised. Softmax, masks and additions are not counted.
 */
final class TransformerTrace {

  /** Exactly these: a subclass may have a forward pass of its own. */
  private static final List<Class<?>> KNOWN =
      List.of(
          ScaledDotProductAttentionBlock.class,
          TransformerEncoderBlock.class,
          BertBlock.class,
          BertMaskedLanguageModelBlock.class,
          BertNextSentenceBlock.class,
          BertPretrainingBlock.class);

  private final CountedBlocks counted;
  private final LeafTrace leaves;

  TransformerTrace(CountedBlocks counted, LeafTrace leaves) {
    this.counted = counted;
    this.leaves = leaves;
  }

  static boolean knows(Block block) {
    return KNOWN.contains(block.getClass());
  }

  /**
   * Counts a block that is {@linkplain #knows known}.
   *
   * @throws IllegalArgumentException if it is not made for such inputs
   */
  void trace(Block block, Shape[] inputs) {
    if (block instanceof ScaledDotProductAttentionBlock attention) {
      attention(attention, inputs);
    } else if (block instanceof TransformerEncoderBlock) {
      encoder(block, inputs);
    } else if (block instanceof BertBlock bert) {
      bert(bert, inputs);
    } else if (block instanceof BertMaskedLanguageModelBlock) {
      maskedTokens(block, inputs[0], inputs[1], inputs[2]);
    } else if (block instanceof BertNextSentenceBlock) {
      leaves.trace(child(block, Linear.class), inputs[0]);
    } else {
      pretraining(block, inputs);
    }
  }

  /**
   * Keys and values of F tokens, queries of T, of E numbers each: F T E for the scores of all heads
   * together, whatever their number, and as many to add up the values.
   */
  private void attention(ScaledDotProductAttentionBlock block, Shape[] inputs) {
    boolean self = inputs.length < 3;
    Shape key = inputs[0];
    Shape query = self ? key : inputs[1];
    Shape value = self ? key : inputs[2];
    long size = units(block.getKeyProjection(), key);
    for (Shape tokens : List.of(key, query, value)) {
      if (tokens.dimension() != 3 || tokens.get(2) != size || tokens.get(0) != key.get(0)) {
        throw new IllegalArgumentException(
            "attention over embeddings of " + size + " numbers, (batch, tokens, " + size + ")");
      }
    }
    counted.sideBySide(
        List.of(
            () -> leaves.trace(block.getKeyProjection(), key),
            () -> leaves.trace(block.getQueryProjection(), query),
            () -> leaves.trace(block.getValueProjection(), value)));
    long product = counted.image(product(key.get(0), key.get(1), query.get(1), size));
    counted.product("queries x keys", product);
    counted.product("scores x values", product);
    leaves.trace(block.getResultProjection(), query);
  }

  private void encoder(Block block, Shape[] inputs) {
    for (Block child : block.getChildren().values()) {
      if (child instanceof ScaledDotProductAttentionBlock attention) {
        attention(attention, inputs);
      } else if (child instanceof PointwiseFeedForwardBlock) {
        feedForward(child, inputs[0]);
      } else {
        leaves.trace(child, inputs[0]);
      }
    }
  }

  /** Dense layers with activations between them, which are functions of the user's own. */
  private void feedForward(Block block, Shape input) {
    Shape shape = input;
    for (Block child : block.getChildren().values()) {
      if (child instanceof Linear) {
        leaves.trace(child, shape);
        shape = child.getOutputShapes(new Shape[] {shape})[0];
      }
    }
  }

  private void bert(BertBlock block, Shape[] inputs) {
    Shape ids = inputs[0];
    Parameter positions = block.getDirectParameters().valueAt(0);
    if (inputs.length < 3 || ids.dimension() != 2 || ids.get(1) != positions.getShape().get(0)) {
      throw new IllegalArgumentException(
          "BertBlock takes tokens, types and masks, each (batch, tokens) with its"
              + " optMaxSequenceLength of "
              + positions.getShape().get(0)
              + " tokens");
    }
    Shape embedded = ids.add(block.getEmbeddingSize());
    counted.learning(positions.requiresGradient());
    for (Block child : block.getChildren().values()) {
      if (child instanceof TransformerEncoderBlock) {
        encoder(child, new Shape[] {embedded});
      } else {
        boolean pooling = child instanceof Linear;
        leaves.trace(child, pooling ? new Shape(ids.get(0), embedded.get(2)) : embedded);
      }
    }
  }

  private void pretraining(Block block, Shape[] inputs) {
    BertBlock bert = child(block, BertBlock.class);
    Shape[] outputs = bert.getOutputShapes(inputs);
    Shape table = new Shape(bert.getTokenDictionarySize(), bert.getEmbeddingSize());
    bert(bert, inputs);
    counted.sideBySide(
        List.of(
            () ->
                maskedTokens(
                    child(block, BertMaskedLanguageModelBlock.class), outputs[0], inputs[3], table),
            () ->
                leaves.trace(
                    child(child(block, BertNextSentenceBlock.class), Linear.class), outputs[1])));
  }

  /** The masked tokens of a sequence are projected and multiplied with the table of embeddings. */
  private void maskedTokens(Block block, Shape sequence, Shape indices, Shape table) {
    Shape masked = new Shape(indices.get(0), indices.get(1), sequence.get(2));
    for (Block child : block.getChildren().values()) {
      leaves.trace(child, masked);
    }
    counted.product("tokens x embeddings", Math.multiplyExact(counted.image(masked), table.get(0)));
    counted.learning(CountedBlocks.learns(block));
  }

  private static long units(Linear block, Shape input) {
    Shape output = block.getOutputShapes(new Shape[] {input})[0];
    return output.get(output.dimension() - 1);
  }

  private static <B extends Block> B child(Block block, Class<B> type) {
    return block.getChildren().values().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static long product(long... factors) {
    return Arrays.stream(factors).reduce(1, Math::multiplyExact);
  }
}
