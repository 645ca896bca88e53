package org.freezeout.cost;

import java.util.List;

/**
 * What one layer group takes of memory in a training step, in bytes.
 *
 * @param learned its weights, biases, scales and shifts
 * @param statistics its running statistics, which are kept but not learned
 * @param outputs for one image, what all its operations give together: kept from the forward to the
 *     end of the backward pass while it trains
 * @param border for one image, what its last operation gives, a part of {@code outputs}
 * @param backward for one image, the most that the gradients of maps take at any time of its
 *     backward pass, on an engine that frees each as soon as it is used
 * @param operators its operators in the order of the forward pass
 */
public record GroupMemory(
    long learned,
    long statistics,
    long outputs,
    long border,
    long backward,
    List<OperatorMemory> operators) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is negative, or the border larger than all outputs
   */
  public GroupMemory {
    operators = List.copyOf(operators);
    check("learned", learned);
    check("statistics", statistics);
    check("outputs", outputs);
    check("border", border);
    check("backward", backward);
    if (border > outputs) {
      throw new IllegalArgumentException(
          "border must be part of the outputs of " + outputs + " bytes, got " + border);
    }
  }

  private static void check(String name, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(name + " bytes must be at least 0, got " + bytes);
    }
  }
}
