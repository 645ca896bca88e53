package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.ParameterTracker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stochastic gradient descent with Nesterov momentum, as an optimizer of DJL for every engine: d =
 * g + weightDecay w, v = momentum v + d, w = w - rate (d + momentum v). That is PyTorch's formula
 * and the one that FreezeOut was published with; DJL's {@code Nag} computes another one, on MXNet
 * alone. The rate is not part of the momentum, so at rate 0 nothing moves.
 *
 * <p>Weights decay in all parameters, biases and batch normalisation included, as in the authors'
 * code. Gradients are neither rescaled nor clipped.
 */
public final class NesterovSgd extends Optimizer {

  private final ParameterTracker rates;
  private final float momentum;
  private final Map<String, Map<Device, NDArray>> velocities = new ConcurrentHashMap<>();

  /** Nothing but what DJL's optimizers ask for. */
  private static final class Settings extends OptimizerBuilder<Settings> {
    @Override
    protected Settings self() {
      return this;
    }
  }

  /**
   * Makes an optimizer for one training.
   *
   * @param rates the learning rates, {@link FreezeOutTraining#tracker} or another
   * @param momentum in [0, 1); the authors' is 0.9
   * @param weightDecay finite and at least 0; the authors' is 1e-4
   * @throws IllegalArgumentException if a number is outside its domain
   */
  public NesterovSgd(ParameterTracker rates, double momentum, double weightDecay) {
    super(new Settings().optWeightDecays((float) weightDecay));
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must lie in [0, 1), got " + momentum);
    }
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException(
          "weightDecay must be finite and at least 0, got " + weightDecay);
    }
    this.rates = rates;
    this.momentum = (float) momentum;
  }

  @Override
  public void update(String parameterId, NDArray weight, NDArray gradient) {
    float rate = rates.getNewValue(parameterId, updateCount(parameterId));
    NDArray velocity =
        withDefaultState(velocities, parameterId, weight.getDevice(), id -> weight.zerosLike());
    try (NDManager scope = weight.getManager().newSubManager()) {
      // The weights' memory, out of reach of gradient recording, which is on in some threads.
      NDArray weights = attached(weight.stopGradient(), scope);
      NDArray d = attached(weights.mul(getWeightDecay()), scope).addi(gradient);
      velocity.muli(momentum).addi(d);
      weights.subi(attached(velocity.mul(momentum), scope).addi(d).muli(rate));
      if (weight.hasGradient()) {
        // PyTorch would add the next one to it.
        NDArray own = attached(weight.getGradient(), scope);
        own.subi(own);
      }
    }
  }

  private static NDArray attached(NDArray array, NDManager scope) {
    array.attach(scope);
    return array;
  }
}
