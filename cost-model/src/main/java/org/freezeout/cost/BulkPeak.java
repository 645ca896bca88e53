package org.freezeout.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The fullest moment of a backward pass that runs in pieces of {@value EngineMemory#BULK}
 * operators: what one of them makes or needs is there until all of them have run. Maps of the
 * forward pass are freed with the piece that needs them last, as the program has given them up by
 * then: it asks for all operators of a step long before the last has run.
 *
 * @param outputs bytes of the maps that the forward pass left and are still needed
 * @param gradients bytes of the gradients of maps
 */
record BulkPeak(long outputs, long gradients) {

  /** Wherever a piece may begin, since operators of the loss are in the first of them. */
  static BulkPeak of(List<GroupMemory> groups) {
    List<OperatorMemory> operators = new ArrayList<>();
    groups.forEach(group -> operators.addAll(group.operators()));
    long outputs =
        operators.stream().mapToLong(OperatorMemory::output).reduce(0, MemoryArithmetic::sum);
    Collections.reverse(operators);
    BulkPeak peak = new BulkPeak(outputs, 0);
    for (int first = 0; first < operators.size(); first++) {
      long gradients = operators.get(first).waiting();
      for (int i = first; i < Math.min(first + EngineMemory.BULK, operators.size()); i++) {
        gradients = MemoryArithmetic.sum(gradients, operators.get(i).gradients());
      }
      if (MemoryArithmetic.sum(outputs, gradients)
          > MemoryArithmetic.sum(peak.outputs, peak.gradients)) {
        peak = new BulkPeak(outputs, gradients);
      }
      outputs -= operators.get(first).output();
    }
    return peak;
  }
}
