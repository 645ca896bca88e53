package org.freezeout.cost;

import java.util.List;

/**
 * What an operator of the backward pass takes of memory, in bytes; for one image but for the
 * weights.
 *
 * @param output what the operator gave in the forward pass: not needed any more once it has run
 * @param waiting gradients of maps that are there when it begins, that of its output included
 * @param gradients the gradients of maps that it makes
 * @param weights copies of its weights and their gradient that it may work on
 * @param copies copies of maps and their gradients that it may work on
 */
public record OperatorMemory(long output, long waiting, long gradients, long weights, long copies) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public OperatorMemory {
    if (Math.min(Math.min(output, waiting), Math.min(gradients, Math.min(weights, copies))) < 0) {
      throw new IllegalArgumentException(
          "bytes of an operator must be at least 0, got "
              + List.of(output, waiting, gradients, weights, copies));
    }
  }
}
