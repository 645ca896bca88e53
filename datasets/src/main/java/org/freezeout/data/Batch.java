package org.freezeout.data;

/**
 * Images that go through the network together. Two images with the same index and view, in batches
 * of the same data and seed, are equal value by value.
 *
 * @param size how many, at least 1
 * @param images normalised values, size x channels x height x width; not to be changed
 * @param labels class of each image; not to be changed
 * @param indices which images of the data set they are; not to be changed
 * @param view which augmented view of them it is, from 0; 0 without augmentation
 */
public record Batch(int size, float[] images, int[] labels, int[] indices, int view) {

  /** The same arrays, as another view. */
  Batch ofView(int newView) {
    return newView == view ? this : new Batch(size, images, labels, indices, newView);
  }
}
