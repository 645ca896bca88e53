package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

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
  public void apply(NDArray weights, NDArray gradient, NDArray velocity, double rate) {
    setRate((float) rate);
    try (NDArray decay = weights.mul(weightDecay)) {
      gradient.addi(decay); // d
    }
    velocity.muli(momentum).addi(gradient);
    try (NDArray change = velocity.mul(momentum)) {
      weights.subi(change.addi(gradient).muli(this.rate));
    }
    gradient.subi(gradient); // the next backward pass adds to it
  }

  private void setRate(float value) {
    if (value != rateValue) {
      rate.close();
      rate = manager.create(value);
      rateValue = value;
    }
  }
}
