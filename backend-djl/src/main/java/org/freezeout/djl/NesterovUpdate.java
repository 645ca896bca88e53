package org.freezeout.djl;

import ai.djl.ndarray.NDArray;

/**
 * Nesterov's update of one parameter: d = g + weightDecay w, v = momentum v + d, w = w - rate (d +
 * momentum v). Each engine has its own way to do it in few calls.
 */
interface NesterovUpdate {

  /**
   * Updates weights and velocity in place.
   *
   * @param weights w, out of reach of gradient recording
   * @param gradient g, which is used up: the next backward pass finds in it what the engine needs
   * @param velocity v
   * @param rate the learning rate
   */
  void apply(NDArray weights, NDArray gradient, NDArray velocity, double rate);
}
