package org.freezeout.cost;

import java.util.List;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;

/** Adds up the numbers that the operations of a layer group hold, operation by operation. */
final class MapMemory {

  private long statistics;
  private long outputs;
  private long backward;

  private MapMemory() {}

  /** A group with an input of this shape, whose numbers take so many bytes each. */
  static GroupMemory of(LayerGroup group, FeatureShape input, int bytes) {
    var memory = new MapMemory();
    FeatureShape output = memory.sequence(group.operations(), input, 0);
    return new GroupMemory(
        MemoryArithmetic.product(group.parameters(input), bytes),
        MemoryArithmetic.product(memory.statistics, bytes),
        MemoryArithmetic.product(memory.outputs, bytes),
        MemoryArithmetic.product(output.size(), bytes),
        MemoryArithmetic.product(memory.backward, bytes));
  }

  /**
   * Operations one after the other.
   *
   * @param pending gradients that wait for these operations' backward pass to end
   */
  private FeatureShape sequence(List<Operation> operations, FeatureShape input, long pending) {
    FeatureShape shape = input;
    for (Operation operation : operations) {
      shape = operation(operation, shape, pending);
    }
    return shape;
  }

  private FeatureShape operation(Operation operation, FeatureShape input, long pending) {
    FeatureShape output = operation.outputShape(input);
    if (operation instanceof Residual residual) {
      // The gradient of the sum waits for the one path, then that of the input for the other.
      sequence(residual.body(), input, pending + output.size());
      sequence(residual.shortcut(), input, pending + input.size());
    } else if (operation instanceof Concatenation concatenation) {
      sequence(concatenation.body(), input, pending + output.size());
    } else if (operation instanceof BatchNorm) {
      statistics += 2L * input.channels();
    }
    outputs += output.size();
    backward = Math.max(backward, pending + output.size() + input.size());
    return output;
  }
}
