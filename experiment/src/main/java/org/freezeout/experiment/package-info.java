/**
 * Experiments: what to train ({@link org.freezeout.experiment.ExperimentSpec}), the interface that
 * a training engine implements ({@link org.freezeout.experiment.TrainingBackend}), advancing
 * several runs in lockstep ({@link org.freezeout.experiment.LockstepTraining}), the files that a
 * run leaves ({@link org.freezeout.experiment.RunFolder}), and setting predicted beside measured
 * savings ({@link org.freezeout.experiment.Comparison}).
 *
 * <p>Nothing here knows an engine or draws a chart.
 */
package org.freezeout.experiment;
