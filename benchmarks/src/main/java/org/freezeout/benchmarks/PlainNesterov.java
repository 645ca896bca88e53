package org.freezeout.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * FreezeOut's arithmetic as an optimizer for DJL's trainer, written as DJL's own are: d = g + wd w;
 * v = momentum v + d; w = w - rate (d + momentum v).
 */
final class PlainNesterov extends Optimizer {

  private final Tracker rate;
  private final float momentum;
  private final Map<String, Map<Device, NDArray>> velocities = new ConcurrentHashMap<>();

  private PlainNesterov(Builder builder, Tracker rate, float momentum) {
    super(builder);
    this.rate = rate;
    this.momentum = momentum;
  }

  static Optimizer of(double rate, double momentum, double weightDecay) {
    return new PlainNesterov(
        new Builder().optWeightDecays((float) weightDecay),
        Tracker.fixed((float) rate),
        (float) momentum);
  }

  @Override
  public void update(String id, NDArray weight, NDArray gradient) {
    float a = rate.getNewValue(updateCount(id));
    NDArray velocity =
        withDefaultState(
            velocities,
            id,
            weight.getDevice(),
            key -> {
              NDArray zeros = weight.zerosLike();
              zeros.detach();
              return zeros;
            });
    try (NDManager scope = weight.getManager().newSubManager()) {
      NDArray d = weight.mul(getWeightDecay());
      d.attach(scope);
      d.addi(gradient);
      velocity.muli(momentum).addi(d);
      NDArray change = velocity.mul(momentum);
      change.attach(scope);
      weight.subi(change.addi(d).muli(a));
      if (weight.hasGradient()) {
        NDArray sum = weight.getGradient(); // PyTorch adds to it in the next step
        sum.attach(scope);
        sum.subi(sum);
      }
    }
  }

  /** DJL's way to hand over settings. */
  private static final class Builder extends OptimizerBuilder<Builder> {
    @Override
    protected Builder self() {
      return this;
    }
  }
}
