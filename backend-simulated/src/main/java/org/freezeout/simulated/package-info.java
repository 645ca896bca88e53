/**
 * A training engine that computes nothing: its steps take the time that known costs say, on a
 * virtual clock, with noise, outliers and drift where asked for. It tells exactly what the project
 * measures, and what freezing would save on a device that is not here.
 *
 * <p>Found by the name {@code simulated}: {@code TrainingBackend.named("simulated")}. Start at
 * {@link org.freezeout.simulated.SimulatedBackend}; {@link org.freezeout.simulated.SimulatedCosts}
 * is the cost file.
 */
package org.freezeout.simulated;
