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
}
