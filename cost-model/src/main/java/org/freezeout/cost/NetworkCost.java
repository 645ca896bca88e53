package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;

/**
 * The multiply-accumulates of a network, operation by operation. Convolutions, dense layers and
 * products of activations are counted; batch normalisation, activations, pooling, additions and
 * biases are not.
 *
 * @param groups how many layer groups the network has
 * @param learns for each group whether it has anything to learn
 * @param operations the counted operations in the order of the forward pass
 */
public record NetworkCost(int groups, List<Boolean> learns, List<OperationCost> operations) {

  /**
   * Checks that the operations belong to the groups and can be added up.
   *
   * @throws IllegalArgumentException if there is no group, they are not that many, an operation is
   *     in none of them, or a {@code long} cannot count the operations
   */
  public NetworkCost {
    learns = List.copyOf(learns);
    operations = List.copyOf(operations);
    if (groups < 1 || learns.size() != groups) {
      throw new IllegalArgumentException(
          "there must be at least one layer group and one flag for each, got "
              + groups
              + " groups and "
              + learns.size()
              + " flags");
    }
    for (OperationCost operation : operations) {
      if (operation.group() < 0 || operation.group() >= groups) {
        throw new IllegalArgumentException(
            operation.name()
                + " must be in one of "
                + groups
                + " groups, got "
                + operation.group());
      }
    }
    try {
      operations.stream().mapToLong(OperationCost::macs).reduce(0, Math::addExact);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "the network has more than " + Long.MAX_VALUE + " multiply-accumulates", e);
    }
  }

  /**
   * Counts a network.
   *
   * @throws IllegalArgumentException if a {@code long} cannot count it
   */
  public static NetworkCost of(ArchitectureSpec architecture) {
    return new Counter(architecture).count();
  }

  /** Multiply-accumulates of one forward pass over one image. */
  public long macs() {
    return operations.stream().mapToLong(OperationCost::macs).sum();
  }

  /** Those of one layer group. */
  public long macs(int group) {
    return operations.stream()
        .filter(operation -> operation.group() == group)
        .mapToLong(OperationCost::macs)
        .sum();
  }

  /** Those of every layer group. */
  long[] groupMacs() {
    long[] macs = new long[groups];
    operations.forEach(operation -> macs[operation.group()] += operation.macs());
    return macs;
  }

  /**
   * This, if there is anything to count.
   *
   * @throws IllegalArgumentException if there is not
   */
  NetworkCost checkCounted() {
    if (operations.isEmpty()) {
      throw new IllegalArgumentException(
          "the network has no convolution or dense layer, so nothing to count");
    }
    return this;
  }

  private static final class Counter {
    private final ArchitectureSpec architecture;
    private final List<OperationCost> operations = new ArrayList<>();
    private int group;

    Counter(ArchitectureSpec architecture) {
      this.architecture = architecture;
    }

    NetworkCost count() {
      List<FeatureShape> shapes = architecture.shapes();
      List<Boolean> learns = new ArrayList<>();
      int learner = OperationCost.NOTHING;
      for (group = 0; group < architecture.groups().size(); group++) {
        learner =
            sequence(architecture.groups().get(group).operations(), shapes.get(group), learner);
        learns.add(learner == group);
      }
      return new NetworkCost(architecture.groups().size(), learns, operations);
    }

    /** Counts operations one after the other; the last group that learns up to their end. */
    private int sequence(List<Operation> sequence, FeatureShape input, int learnerBefore) {
      FeatureShape shape = input;
      int learner = learnerBefore;
      for (Operation operation : sequence) {
        learner = operation(operation, shape, learner);
        shape = operation.outputShape(shape);
      }
      return learner;
    }

    private int operation(Operation operation, FeatureShape input, int learnerBefore) {
      if (operation instanceof Convolution convolution) {
        add("convolution", convolution.macs(input), learnerBefore);
      } else if (operation instanceof Dense dense) {
        add("dense layer", dense.macs(input), learnerBefore);
      } else if (operation instanceof Residual residual) {
        return Math.max(
            sequence(residual.body(), input, learnerBefore),
            sequence(residual.shortcut(), input, learnerBefore));
      } else if (operation instanceof Concatenation concatenation) {
        return sequence(concatenation.body(), input, learnerBefore);
      }
      return operation.parameters(input) > 0 ? group : learnerBefore;
    }

    private void add(String name, long macs, int learnerBefore) {
      operations.add(new OperationCost(group, name, macs, true, List.of(learnerBefore)));
    }
  }
}
