/**
 * Training and progressive freezing on the engines of DJL, MXNet and PyTorch. It is found through
 * {@link org.freezeout.experiment.TrainingBackend}. {@link org.freezeout.djl.FreezeOutTraining}
 * freezes a network of one's own in a training loop of DJL, {@link
 * org.freezeout.djl.FreezeOutModels} loads what was trained.
 */
package org.freezeout.djl;
