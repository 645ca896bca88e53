package org.freezeout.onnx;

import java.util.List;
import java.util.Set;

/**
 * A node that computes something for each input of the network.
 *
 * @param place the node, for messages
 * @param name its name in the file; may be empty
 * @param inputs names of its inputs that depend on the network's input, all of them
 * @param outputs names of its outputs
 * @param integers which of the outputs are whole numbers, through which no gradient flows
 * @param macs its multiply-accumulates; below 0 if it is no counted operator
 * @param factors the tensors that a counted operator multiplies
 * @param weights the learned tensors that it uses
 * @param view whether it only gives its input another shape, and no numbers of its own
 */
record Step(
    String place,
    String name,
    List<String> inputs,
    List<String> outputs,
    List<Boolean> integers,
    long macs,
    List<Factor> factors,
    Set<String> weights,
    boolean view) {

  /**
   * One of the tensors that are multiplied.
   *
   * @param tensor its name
   * @param constant whether it is the same for every input of the network
   * @param learned whether it is constant and made of learned tensors
   */
  record Factor(String tensor, boolean constant, boolean learned) {}

  boolean counted() {
    return macs >= 0;
  }

  /** Whether it multiplies with weights of its own. */
  boolean weighted() {
    return counted() && factors.stream().anyMatch(Factor::learned);
  }

  boolean learns() {
    return !weights.isEmpty();
  }
}
