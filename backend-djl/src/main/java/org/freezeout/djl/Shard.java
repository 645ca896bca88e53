package org.freezeout.djl;

import ai.djl.ndarray.NDArray;

/**
 * The part of a batch that one device trains on.
 *
 * @param images null where no learner needs them
 * @param labels their classes
 * @param share how much of the batch it is, in (0, 1]; the shares of all devices add up to 1
 */
record Shard(NDArray images, NDArray labels, double share) {

  /**
   * Where a device's images begin in a batch: parts differ by one image at most.
   *
   * @param device from 0; the number of devices gives the end of the last part
   */
  static int start(int images, int devices, int device) {
    return (int) ((long) images * device / devices);
  }
}
