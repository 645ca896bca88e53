package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;

/**
 * Adds up the numbers that the operations of a layer group hold, operation by operation.
 *
 * <p>oneDNN's convolutions take and give maps in blocks of channels, which normalisation,
 * activations and pooling keep; sums, concatenations and dense layers take and give plain ones. So
 * a convolution copies an input, and a gradient of its output, that is plain, and batch
 * normalisation copies both gradients of a plain input; weights and their gradient are copied
 * always.
 */
final class MapMemory {

  private final List<OperatorMemory> operators = new ArrayList<>();
  private final int bytes;
  private long statistics;
  private long outputs;
  private long backward;

  private MapMemory(int bytes) {
    this.bytes = bytes;
  }

  /** A map as an operation finds it. */
  private record Place(FeatureShape shape, boolean plain) {}

  /**
   * A group with an input of this shape, whose numbers take so many bytes each.
   *
   * @param plain whether the input is not as convolutions give it
   */
  static GroupMemory of(LayerGroup group, FeatureShape input, boolean plain, int bytes) {
    var memory = new MapMemory(bytes);
    Place output = memory.sequence(group.operations(), new Place(input, plain), 0, false);
    return new GroupMemory(
        memory.bytes(group.parameters(input)),
        memory.bytes(memory.statistics),
        memory.bytes(memory.outputs),
        memory.bytes(output.shape.size()),
        memory.bytes(memory.backward),
        memory.operators);
  }

  /** Whether what a group gives for such an input is not as convolutions give it. */
  static boolean isPlain(LayerGroup group, boolean plain) {
    boolean result = plain;
    for (Operation operation : group.operations()) {
      result = isPlain(operation, result);
    }
    return result;
  }

  private static boolean isPlain(Operation operation, boolean plain) {
    if (operation instanceof Convolution) {
      return false;
    }
    boolean makesPlain =
        operation instanceof Residual
            || operation instanceof Concatenation
            || operation instanceof Dense
            || operation instanceof GlobalAveragePooling;
    return plain || makesPlain;
  }

  /**
   * Operations one after the other.
   *
   * @param pending gradients that wait for these operations' backward pass to end
   * @param plainGradient whether the gradient of the last one's output is plain
   */
  private Place sequence(
      List<Operation> operations, Place input, long pending, boolean plainGradient) {
    Place place = input;
    for (int i = 0; i < operations.size(); i++) {
      boolean last = i == operations.size() - 1;
      place = operation(operations.get(i), place, pending, last && plainGradient);
    }
    return place;
  }

  private Place operation(Operation operation, Place input, long pending, boolean plainGradient) {
    long in = input.shape.size();
    FeatureShape shape = operation.outputShape(input.shape);
    long out = shape.size();
    long gradients = in;
    if (operation instanceof Residual residual) {
      // The gradient of the sum waits for the one path, then that of the input for the other.
      operator(0, pending + 2 * in, in, 0, 0);
      sequence(residual.shortcut(), input, pending + in, true);
      sequence(residual.body(), input, pending + out, true);
      gradients = 2 * out;
    } else if (operation instanceof Concatenation concatenation) {
      operator(0, pending + 2 * in, in, 0, 0);
      sequence(concatenation.body(), input, pending + out, true);
      gradients = out;
    } else if (operation instanceof BatchNorm) {
      statistics += 2L * input.shape.channels();
    }
    outputs += out;
    backward = Math.max(backward, pending + out + in);
    operator(
        out,
        pending + out,
        gradients,
        operation instanceof Convolution ? 2 * operation.parameters(input.shape) : 0,
        copies(operation, input, plainGradient, out));
    return new Place(shape, isPlain(operation, input.plain));
  }

  private static long copies(Operation operation, Place input, boolean plainGradient, long out) {
    long in = input.shape.size();
    if (operation instanceof Convolution) {
      return (input.plain ? in : 0) + (plainGradient ? out : 0);
    } else if (operation instanceof BatchNorm) {
      return input.plain ? 2 * in : plainGradient ? in : 0;
    }
    return 0;
  }

  private void operator(long output, long waiting, long gradients, long weights, long copies) {
    operators.add(
        new OperatorMemory(
            bytes(output), bytes(waiting), bytes(gradients), bytes(weights), bytes(copies)));
  }

  private long bytes(long numbers) {
    return MemoryArithmetic.product(numbers, bytes);
  }
}
