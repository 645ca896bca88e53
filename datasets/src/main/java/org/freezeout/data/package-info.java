/**
 * Image classification data sets as seeded, augmented, prefetched batches.
 *
 * <pre>{@code
 * ImageDataset data = ImageDatasets.open("fashion-mnist-subset");
 * TrainingBatches batches = new TrainingBatches(data, Augmentation.STANDARD, 128, 42);
 * try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 0)) {
 *   for (int step = 0; step < 10 * batches.stepsPerEpoch(); step++) {
 *     Batch batch = prefetcher.take(step).batch();
 *     // batch.images(): 128 x 1 x 32 x 32 normalised values; batch.labels(): 128 classes
 *   }
 * }
 * for (Batch batch : new TestBatches(data, 500)) {
 *   // measure the error
 * }
 * }</pre>
 *
 * <p>A batch is a pure function of data set, augmentation, batch size, seed and step: nothing is
 * remembered between steps, so a run can go on from any of them. Bad files are refused with an
 * {@link java.lang.IllegalArgumentException} whose message is one line that names the file.
 *
 * <p>Start at {@link org.freezeout.data.ImageDatasets}.
 */
package org.freezeout.data;
