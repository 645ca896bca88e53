/**
 * What a training step costs while a prefix of the network is frozen, and what a schedule saves.
 *
 * <p>Start at {@link org.freezeout.cost.CostModels} for predictions and at {@link
 * org.freezeout.cost.Solver} for the t_0 that gives a wanted saving:
 *
 * <pre>{@code
 * FreezePlan plan = FreezePlan.continuous(FreezeOut.of(0.1, 0.8), network.groups().size());
 * double saving = CostModels.named("gradient").saving(network, plan);
 * Solution solution = Solver.solve(network, new GradientCost(), Strategy.CUBIC_SCALED, 0.2);
 * }</pre>
 *
 * <p>Where the outputs of the frozen prefix are cached, {@link org.freezeout.cost.PrefixCaching}
 * says which forward passes are spared and {@link org.freezeout.cost.CacheSize} what room it takes;
 * {@link org.freezeout.cost.CalibratedCost} also knows what it takes to write and to read.
 *
 * <p>A saving is the fraction 1 - C_f / C. Counts are multiply-accumulates of convolutions and
 * dense layers; {@link org.freezeout.cost.GroupCosts} does the same accounting in any unit.
 */
package org.freezeout.cost;
