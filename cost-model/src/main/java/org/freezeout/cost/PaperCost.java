package org.freezeout.cost;

import org.freezeout.architecture.ArchitectureSpec;

/**
 * The cost model of the paper, in which a layer's backward pass costs as much as its forward pass
 * and is saved as a whole from the layer's freeze time on:
 *
 * <pre>
 *   C      = sum of 2 c_i             without freezing
 *   C_f    = sum of (1 + t_i) c_i     with freezing
 *   saving = 1 - C_f / C = sum of (1 - t_i) c_i / (2 * sum of c_i)      in [0, 1/2)
 * </pre>
 *
 * <p>Where a cache spares forward passes, C_f = sum of (f_i + t_i) c_i with the share f_i of passes
 * in which group i runs forward; the paper has no cache.
 *
 * <p>c_i are the multiply-accumulates of the convolutions and dense layers of group i. It
 * under-predicts where the backward pass costs more than the forward pass, which is the rule.
 *
 * @see <a href="https://arxiv.org/abs/1706.04983">arXiv 1706.04983, equations 2 and 3</a>
 */
public record PaperCost() implements CostModel {

  /** The name of this model. */
  public static final String NAME = "paper";

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
    plan.checkGroups(network.groups());
    long[] macs = network.checkCounted().groupMacs();
    double saved = 0;
    double whole = 0;
    for (int i = 0; i < macs.length; i++) {
      saved += (1 - plan.trainedShare(i) + (1 - plan.forwardShare(i))) * macs[i];
      whole += 2.0 * macs[i];
    }
    return saved / whole;
  }
}
