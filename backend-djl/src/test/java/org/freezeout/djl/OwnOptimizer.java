package org.freezeout.djl;

import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.ParameterTracker;
import java.util.function.Function;

/** Optimizers that would move weights without a gradient: by momentum, decay, or both. */
enum OwnOptimizer {
  SGD(
      rates ->
          Optimizer.sgd()
              .setLearningRateTracker(rates)
              .optMomentum(0.9f)
              .optWeightDecays(1e-2f)
              .build()),
  ADAM(rates -> Optimizer.adam().optLearningRateTracker(rates).optWeightDecays(1e-2f).build()),
  ADAM_W(rates -> Optimizer.adamW().optLearningRateTracker(rates).build()),
  NESTEROV(rates -> new NesterovSgd(rates, 0.9, 1e-2));

  final Function<ParameterTracker, Optimizer> with;

  OwnOptimizer(Function<ParameterTracker, Optimizer> with) {
    this.with = with;
  }
}
