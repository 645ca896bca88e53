package org.freezeout.djl;

import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxOpParams;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

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
 * <p>Small parameters, most of a network's, cost more to call for than to compute. So they are
 * updated together, by {@code multi_sgd_update} and {@code multi_sgd_mom_update}; as these go
 * through all of their arrays side by side, they are the slower ones for large parameters.
 *
 * <p>MXNet's own nag_mom_update keeps the rate inside the velocity, which is something else when
 * rates change.
 */
final class MxNetNesterov implements NesterovUpdate {

  /** The most parameters that one of the operators takes. */
  static final int MOST_TOGETHER = 60;

  /** Elements of a parameter that is still small. */
  static final long SMALL = 16_384;

  private final MxNetOperator multiStep = new MxNetOperator("multi_sgd_update");
  private final MxNetOperator multiMomentum = new MxNetOperator("multi_sgd_mom_update");
  private final MxNDManager manager;
  private final double momentum;
  private final double weightDecay;

  MxNetNesterov(MxNDManager manager, double momentum, double weightDecay) {
    this.manager = manager;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
  }

  @Override
  public void apply(List<Arrays> parameters) {
    List<Arrays> small = new ArrayList<>();
    for (Arrays arrays : parameters) {
      if (arrays.weights().size() <= SMALL) {
        small.add(arrays);
      } else {
        alone(arrays);
      }
    }
    for (int from = 0; from < small.size(); from += MOST_TOGETHER) {
      together(small.subList(from, Math.min(small.size(), from + MOST_TOGETHER)));
    }
  }

  private void alone(Arrays arrays) {
    NDArray[] w = {arrays.weights()};
    double rate = arrays.rate();
    manager.invoke(
        "sgd_update",
        new NDArray[] {arrays.weights(), arrays.gradient()},
        w,
        params(rate, weightDecay));
    MxOpParams params = params(momentumRate(rate), weightDecay);
    params.addParam("momentum", (float) momentum);
    // It also adds the velocity to the weights: into the gradient, which is overwritten next time.
    manager.invoke(
        "sgd_mom_update",
        new NDArray[] {arrays.weights(), arrays.gradient(), arrays.velocity()},
        new NDArray[] {arrays.gradient()},
        params);
    manager.invoke(
        "sgd_update",
        new NDArray[] {arrays.weights(), arrays.velocity()},
        w,
        params(rate * momentum, 0));
  }

  private static MxOpParams params(double rate, double weightDecay) {
    MxOpParams params = new MxOpParams();
    params.addParam("lr", (float) rate);
    params.addParam("wd", (float) weightDecay);
    return params;
  }

  private double momentumRate(double rate) {
    return -1 / (1 - rate * weightDecay);
  }

  /** The same three steps for all of them. */
  private void together(List<Arrays> parameters) {
    List<NDArray> weights = arrays(parameters, a -> List.of(a.weights()));
    multiStep.invoke(
        arrays(parameters, a -> List.of(a.weights(), a.gradient())),
        weights,
        params(parameters, Arrays::rate, weightDecay));
    Map<String, String> params = params(parameters, a -> momentumRate(a.rate()), weightDecay);
    params.put("momentum", Float.toString((float) momentum));
    multiMomentum.invoke(
        arrays(parameters, a -> List.of(a.weights(), a.gradient(), a.velocity())),
        arrays(parameters, a -> List.of(a.gradient())),
        params);
    multiStep.invoke(
        arrays(parameters, a -> List.of(a.weights(), a.velocity())),
        weights,
        params(parameters, a -> a.rate() * momentum, 0));
  }

  private static List<NDArray> arrays(
      List<Arrays> parameters, Function<Arrays, List<NDArray>> ofEach) {
    return parameters.stream().map(ofEach).flatMap(List::stream).toList();
  }

  private static Map<String, String> params(
      List<Arrays> parameters, ToDoubleFunction<Arrays> rate, double weightDecay) {
    Map<String, String> params = new HashMap<>();
    params.put("num_weights", Integer.toString(parameters.size()));
    params.put("lrs", tuple(parameters, rate));
    params.put("wds", tuple(parameters, a -> weightDecay));
    return params;
  }

  private static String tuple(List<Arrays> parameters, ToDoubleFunction<Arrays> value) {
    return parameters.stream()
        .map(a -> Float.toString((float) value.applyAsDouble(a)))
        .collect(Collectors.joining(",", "(", ",)"));
  }
}
