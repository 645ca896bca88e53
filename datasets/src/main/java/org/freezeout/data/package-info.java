/**
 * Image classification data sets as seeded, augmented, prefetched batches. Start at {@link
 * org.freezeout.data.ImageDataset}.
 */
package org.freezeout.data;
