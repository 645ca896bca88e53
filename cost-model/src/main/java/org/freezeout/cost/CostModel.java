package org.freezeout.cost;

import org.freezeout.architecture.ArchitectureSpec;

/** Predicts what a schedule saves on a network. */
public interface CostModel {

  /** The name on the command line and in files: {@code paper}, {@code gradient}, … */
  String name();

  /**
   * The predicted saving 1 - C_f / C.
   *
   * @param architecture the network
   * @param plan for its layer groups
   * @return a fraction; 0 where nothing freezes
   * @throws IllegalArgumentException if the plan is for another number of groups, or the model does
   *     not apply to such a network
   */
  double saving(ArchitectureSpec architecture, FreezePlan plan);

  /**
   * The predicted saving 1 - C_f / C on a network of which only the counts are known.
   *
   * @param network the counts
   * @param plan for its layer groups
   * @return a fraction; 0 where nothing freezes
   * @throws IllegalArgumentException if the plan is for another number of groups, the network has
   *     nothing to count, or the model needs to know more of a network than its counts
   */
  default double saving(NetworkCost network, FreezePlan plan) {
    throw new IllegalArgumentException(
        "cost model '"
            + name()
            + "' needs an architecture and cannot predict from the counts of a network");
  }
}
