/**
 * FreezeOut's mathematics: every layer's learning rate a<sub>i</sub>(t) and freeze time
 * t<sub>i</sub>.
 *
 * <p>Start at {@link org.freezeout.schedule.FreezeOut}: {@code FreezeOut.of(0.1,
 * 0.8).forLayers(40).rate(i, t)}. Progress t is the fraction of training done, in [0, 1]; layers
 * are counted from the input, from 0. Everything here is immutable and a pure function of its
 * arguments: whether a layer is frozen is computed from the schedule and the step and never
 * remembered.
 *
 * <p>Source: A. Brock, T. Lim, J.M. Ritchie, N. Weston, <em>FreezeOut: Accelerate Training by
 * Progressively Freezing Layers</em>, arXiv 1706.04983.
 */
package org.freezeout.schedule;
