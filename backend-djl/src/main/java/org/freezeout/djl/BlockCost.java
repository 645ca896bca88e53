package org.freezeout.djl;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.freezeout.cost.NetworkCost;

/**
 * What any DJL network costs, by layer group: its multiply-accumulates, traced through the shapes
 * of its blocks without running it.
 *
 * <pre>{@code
 * LayerGroups groups = LayerGroups.of(block);
 * BlockCost cost = BlockCost.of(groups, new Shape(1, 3, 224, 224));
 * FreezePlan plan = FreezePlan.discrete(policy, groups.size(), length);
 * double saving = new GradientCost().saving(cost.network(), plan);
 * }</pre>
 *
 * <p>Counted are convolutions, transposed ones once they are initialised, dense layers, recurrent
 * layers and DJL's attention and BERT blocks, for one image or sequence:
 *
 * <pre>
 *   recurrent layer   steps x directions x g h (x + h), with g = 1 (RNN), 3 (GRU) or 4 (LSTM) gates,
 *                     a state of h and an input of x numbers
 *   attention         (2 F + 2 T) E^2 + 2 F T E, with F keys and values and T queries of E numbers
 * </pre>
 *
 * <p>Known to have none are normalisations, dropout, embeddings, products element by element,
 * masks, softmax, and the activations, pooling and reshaping that DJL's own blocks do. Whatever
 * else is in the network is in {@code uncounted}.
 *
 * <p>A {@code SequentialBlock} runs its children one after the other, a {@code ParallelBlock} each
 * on its own input. Any other block with children of its own kind runs them in a way of its own:
 * they are counted with the shapes that DJL noted when the network was initialised, and taken to
 * depend on each other in the order in which they were added.
 *
 * @param network the counts, for the cost models {@code paper} and {@code gradient}
 * @param uncounted what cannot be looked into, by name, with its number: functions of one's own,
 *     how parallel branches are joined, blocks of other kinds by their class
 */
public record BlockCost(NetworkCost network, SortedMap<String, Integer> uncounted) {

  /** Copies the map. */
  public BlockCost {
    uncounted = Collections.unmodifiableSortedMap(new TreeMap<>(uncounted));
  }

  /**
   * Counts a network. It need not be initialised, unless a block in it runs its children itself.
   * DJL computes with zeros on its default engine to tell the shapes of functions, so a batch of 1
   * is best.
   *
   * @param groups the layer groups of the network
   * @param inputs shapes of its inputs, the batch first
   * @throws IllegalArgumentException if a dimension is below 1, the network is not made for such
   *     inputs, a shape cannot be known before the network is initialised, or a {@code long} cannot
   *     count it
   */
  public static BlockCost of(LayerGroups groups, Shape... inputs) {
    for (Shape input : inputs) {
      if (input.dimension() < 2 || Arrays.stream(input.getShape()).anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException(
            "an input's shape has a batch and its own dimensions, each at least 1, got " + input);
      }
    }
    if (inputs.length == 0) {
      throw new IllegalArgumentException("the shapes of the network's inputs are missing");
    }
    return new BlockTrace(groups, inputs).count();
  }
}
