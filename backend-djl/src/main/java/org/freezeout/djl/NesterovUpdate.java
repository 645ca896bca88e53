package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Nesterov's update of parameters: d = g + weightDecay w, v = momentum v + d, w = w - rate (d +
 * momentum v). Each engine has its own way to do it in few calls.
 */
interface NesterovUpdate {

  /**
   * What one update reads and writes, in place.
   *
   * @param weights w, out of reach of gradient recording
   * @param gradient g, which is used up: the next backward pass finds in it what the engine needs
   * @param velocity v
   * @param rate the learning rate
   */
  record Arrays(NDArray weights, NDArray gradient, NDArray velocity, double rate) {}

  /** Updates parameters; which of them are updated together makes no difference to a bit. */
  void apply(List<Arrays> parameters);
}
