package org.freezeout.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.freezeout.cost.NetworkCost;

/** Follows the shapes through the blocks of a network and counts on the way. */
final class BlockTrace {

  private final LayerGroups groups;
  private final Shape[] inputs;
  private final CountedBlocks counted;
  private final LeafTrace leaves;
  private final TransformerTrace transformers;

  /** A trace of a network that gets these, the batch first. */
  BlockTrace(LayerGroups groups, Shape... inputs) {
    this.groups = groups;
    this.inputs = inputs;
    counted = new CountedBlocks(inputs[0].get(0));
    leaves = new LeafTrace(counted);
    transformers = new TransformerTrace(counted, leaves);
  }

  /**
   * Counts the network.
   *
   * @throws IllegalArgumentException if it is not made for such inputs, naming the place
   */
  BlockCost count() {
    List<Boolean> learns = new ArrayList<>();
    Shape[] shapes = inputs;
    for (int group = 0; group < groups.size(); group++) {
      counted.enter(group);
      for (Block block : groups.blocks(group)) {
        try {
          shapes = block(block, shapes);
        } catch (ArithmeticException e) {
          throw new IllegalArgumentException(
              groups.name(group) + " has more than " + Long.MAX_VALUE + " multiply-accumulates", e);
        } catch (EngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
          throw new IllegalArgumentException(
              String.format(
                  "group %d, %s, is not made for an input of %s: %s",
                  group, groups.name(group), Arrays.toString(shapes), e.getMessage()),
              e);
        }
      }
      learns.add(counted.learnsHere());
    }
    return new BlockCost(
        new NetworkCost(groups.size(), learns, counted.operations()), counted.uncounted());
  }

  private Shape[] block(Block block, Shape[] inputs) {
    if (Chain.whyOpaque(block).isEmpty()) {
      Shape[] shapes = inputs;
      for (Block child : block.getChildren().values()) {
        shapes = block(child, shapes);
      }
      return shapes;
    }
    if (block instanceof ParallelBlock
        || block instanceof ResidualBlock
        || block instanceof ConcatenationBlock) {
      counted.sideBySide(
          block.getChildren().values().stream()
              .map(child -> (Runnable) () -> block(child, inputs))
              .toList());
      if (block instanceof ParallelBlock) {
        counted.uncounted(CountedBlocks.name(block) + " (how it joins its branches)");
      }
    } else if (TransformerTrace.knows(block)) {
      transformers.trace(block, inputs);
    } else if (block.getChildren().isEmpty()) {
      leaves.trace(block, inputs[0]);
    } else {
      counted.uncounted(CountedBlocks.name(block) + " (what it does besides its children)");
      children(block, inputs);
    }
    return LeafTrace.positive(block.getOutputShapes(inputs));
  }

  /** Children that a block runs in a way of its own, with the shapes noted when initialised. */
  private void children(Block block, Shape[] inputs) {
    if (!block.isInitialized()) {
      throw new IllegalArgumentException(
          CountedBlocks.name(block)
              + " runs its children itself: initialise the network, so that their shapes are known");
    }
    Shape[] noted = block.getInputShapes();
    long scaled = noted.length == 0 ? 0 : counted.batch() * noted[0].get(0);
    if (!sameImage(noted, inputs) || scaled < 1 || scaled % inputs[0].get(0) != 0) {
      throw new IllegalArgumentException(
          CountedBlocks.name(block)
              + " runs its children itself and was initialised for "
              + Arrays.toString(noted));
    }
    counted.withBatch(
        scaled / inputs[0].get(0),
        () -> {
          for (Block child : block.getChildren().values()) {
            if (child.isInitialized()) {
              block(child, child.getInputShapes());
            } else if (!LeafTrace.hasNothing(child)) {
              counted.uncounted(CountedBlocks.name(child) + " (not initialised)");
            }
          }
        });
  }

  private static boolean sameImage(Shape[] noted, Shape[] inputs) {
    if (noted.length != inputs.length) {
      return false;
    }
    for (int i = 0; i < noted.length; i++) {
      if (!noted[i].slice(1).equals(inputs[i].slice(1))) {
        return false;
      }
    }
    return true;
  }
}
