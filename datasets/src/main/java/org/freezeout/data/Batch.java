package org.freezeout.data;

/**
 * Images that go through the network together.
 *
 * @param size how many, at least 1
 * @param images normalised values, size x channels x height x width; not to be changed
 * @param labels class of each image; not to be changed
 */
public record Batch(int size, float[] images, int[] labels) {}
