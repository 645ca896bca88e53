/**
 * What a training step costs while a prefix of the network is frozen, and what a schedule saves.
 * Start at {@link org.freezeout.cost.CostModel}.
 */
package org.freezeout.cost;
