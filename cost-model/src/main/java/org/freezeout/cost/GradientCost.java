package org.freezeout.cost;

import org.freezeout.architecture.ArchitectureSpec;

/**
 * The cost model of automatic differentiation, operation by operation: the forward pass always
 * (unless a cache spares it), the gradient of an operation's weights until its group's freeze time,
 * the gradient of its input only while something upstream of it still trains. Each of the three
 * costs the operation's multiply-accumulates. {@link GroupCosts} states the rules.
 *
 * <p>The saving lies in [0, 2/3) without a cache, in [0, 1) with one. Batch normalisation,
 * activations, pooling, the optimizer and everything else that is no convolution, dense layer or
 * product of activations is left out.
 */
public record GradientCost() implements CostModel {

  /** The name of this model. */
  public static final String NAME = "gradient";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double saving(ArchitectureSpec architecture, FreezePlan plan) {
    return saving(NetworkCost.of(architecture), plan);
  }

  @Override
  public double saving(NetworkCost network, FreezePlan plan) {
    return GroupCosts.ofMacs(network.checkCounted()).saving(plan);
  }
}
