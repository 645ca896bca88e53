/**
 * Training and progressive freezing on the engines of DJL, MXNet and PyTorch. Users find it through
 * {@link org.freezeout.experiment.TrainingBackend}, and load what was trained with {@link
 * org.freezeout.djl.FreezeOutModels}.
 */
package org.freezeout.djl;
