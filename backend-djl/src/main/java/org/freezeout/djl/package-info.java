/**
 * Training and progressive freezing on the engines of DJL, MXNet and PyTorch. It is found through
 * {@link org.freezeout.experiment.TrainingBackend}. {@link org.freezeout.djl.FreezeOutTraining}
 * freezes a network of one's own in a training loop of DJL, {@link
 * org.freezeout.djl.FreezeOutModels} loads what was trained.
 *
 * <p>An experiment on several GPUs shares every batch between them. That was tested on two devices
 * of a CPU and not measured on a GPU.
 */
package org.freezeout.djl;
