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
 * The multiply-accumulates of a network, operation by operation. Convolutions and dense layers are
 * counted; batch normalisation, activations, pooling, additions and biases are not.
 *
 * @param groups how many layer groups the network has
 * @param learns for each group whether it has anything to learn
 * @param operations the counted operations in the order of the forward pass
 */
public record NetworkCost(int groups, List<Boolean> learns, List<OperationCost> operations) {

  /**
   * Checks that the operations can be added up.
   *
   * @throws IllegalArgumentException if a {@code long} cannot count them
   */
  public NetworkCost {
    learns = List.copyOf(learns);
    operations = List.copyOf(operations);
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
    private boolean earlierGroupLearns;

    Counter(ArchitectureSpec architecture) {
      this.architecture = architecture;
    }

    NetworkCost count() {
      List<FeatureShape> shapes = architecture.shapes();
      List<Boolean> learns = new ArrayList<>();
      for (group = 0; group < architecture.groups().size(); group++) {
        boolean learning =
            sequence(architecture.groups().get(group).operations(), shapes.get(group), false);
        learns.add(learning);
        earlierGroupLearns |= learning;
      }
      return new NetworkCost(architecture.groups().size(), learns, operations);
    }

    /** Counts operations one after the other; whether anything up to their end learns. */
    private boolean sequence(List<Operation> sequence, FeatureShape input, boolean learnsBefore) {
      FeatureShape shape = input;
      boolean learns = learnsBefore;
      for (Operation operation : sequence) {
        learns = operation(operation, shape, learns);
        shape = operation.outputShape(shape);
      }
      return learns;
    }

    private boolean operation(Operation operation, FeatureShape input, boolean learnsBefore) {
      if (operation instanceof Convolution convolution) {
        add(convolution, input, convolution.macs(input), learnsBefore);
      } else if (operation instanceof Dense dense) {
        add(dense, input, dense.macs(input), learnsBefore);
      } else if (operation instanceof Residual residual) {
        boolean body = sequence(residual.body(), input, learnsBefore);
        return sequence(residual.shortcut(), input, learnsBefore) | body;
      } else if (operation instanceof Concatenation concatenation) {
        return sequence(concatenation.body(), input, learnsBefore);
      }
      return learnsBefore || operation.parameters(input) > 0;
    }

    private void add(Operation operation, FeatureShape input, long macs, boolean learnsBefore) {
      InputGradient gradient = InputGradient.NEVER;
      if (learnsBefore) {
        gradient = InputGradient.WHILE_ITS_GROUP_TRAINS;
      } else if (earlierGroupLearns) {
        gradient = InputGradient.WHILE_AN_EARLIER_GROUP_TRAINS;
      }
      operations.add(new OperationCost(group, operation, input, macs, gradient));
    }
  }
}
