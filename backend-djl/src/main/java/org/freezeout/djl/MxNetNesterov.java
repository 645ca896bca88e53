package org.freezeout.djl;

import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxOpParams;
import ai.djl.ndarray.NDArray;

/**
 * Nesterov's update by three of MXNet's fused operators and without an array of its own, for
 * closing one waits until it is computed:
 *
 * <pre>
 *   sgd_update:     w1 = w - rate (g + wd w) = w - rate d
 *   sgd_mom_update: v  = momentum v + (g + wd w1) / (1 - rate wd) = momentum v + d
 *   sgd_update:     w  = w1 - rate momentum v
 * </pre>
 *
 * <p>MXNet's own nag_mom_update keeps the rate inside the velocity, which is something else when
 * rates change.
 */
final class MxNetNesterov implements NesterovUpdate {

  private final MxNDManager manager;
  private final double momentum;
  private final double weightDecay;

  MxNetNesterov(MxNDManager manager, double momentum, double weightDecay) {
    this.manager = manager;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
  }

  @Override
  public void apply(NDArray weights, NDArray gradient, NDArray velocity, double rate) {
    NDArray[] w = {weights};
    manager.invoke("sgd_update", new NDArray[] {weights, gradient}, w, params(rate, weightDecay));
    MxOpParams params = params(-1 / (1 - rate * weightDecay), weightDecay);
    params.addParam("momentum", (float) momentum);
    // It also adds the velocity to the weights: into the gradient, which is overwritten next time.
    manager.invoke(
        "sgd_mom_update",
        new NDArray[] {weights, gradient, velocity},
        new NDArray[] {gradient},
        params);
    manager.invoke("sgd_update", new NDArray[] {weights, velocity}, w, params(rate * momentum, 0));
  }

  private static MxOpParams params(double rate, double weightDecay) {
    MxOpParams params = new MxOpParams();
    params.addParam("lr", (float) rate);
    params.addParam("wd", (float) weightDecay);
    return params;
  }
}
