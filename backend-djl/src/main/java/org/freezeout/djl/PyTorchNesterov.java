package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Nesterov's update by PyTorch's operations in place. Factors are arrays that are kept: DJL would
 * make and close one for each number that it is given.
 */
final class PyTorchNesterov implements NesterovUpdate {

  private final NDManager manager;
  private final NDArray momentum;
  private final NDArray weightDecay;
  private NDArray rate;
  private float rateValue = Float.NaN;

  PyTorchNesterov(NDManager manager, double momentum, double weightDecay) {
    this.manager = manager;
    this.momentum = manager.create((float) momentum);
    this.weightDecay = manager.create((float) weightDecay);
    this.rate = manager.create(rateValue);
  }

  @Override
  public void apply(List<Arrays> parameters) {
    for (Arrays arrays : parameters) {
      setRate((float) arrays.rate());
      try (NDArray decay = arrays.weights().mul(weightDecay)) {
        arrays.gradient().addi(decay); // d
      }
      arrays.velocity().muli(momentum).addi(arrays.gradient());
      try (NDArray change = arrays.velocity().mul(momentum)) {
        arrays.weights().subi(change.addi(arrays.gradient()).muli(rate));
      }
      arrays.gradient().subi(arrays.gradient()); // the next backward pass adds to it
    }
  }

  private void setRate(float value) {
    if (value != rateValue) {
      rate.close();
      rate = manager.create(value);
      rateValue = value;
    }
  }
}
