package org.freezeout.data;

import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Test images in their order, normalised and not augmented; the last batch holds what is left over.
 * Images are read by several threads where that helps.
 */
public final class TestBatches implements Iterable<Batch> {

  private final ImageDataset data;
  private final int batchSize;
  private final int images;
  private final NormalizedPixels inputs;

  /**
   * Batches of a data set.
   *
   * @param batchSize images in every batch but the last, at least 1
   */
  public TestBatches(ImageDataset data, int batchSize) {
    this(data, batchSize, data.test().size());
  }

  /**
   * Batches of the first images of a data set.
   *
   * @param batchSize images in every batch but the last, at least 1
   * @param images how many, at least 0; all if there are fewer
   */
  public TestBatches(ImageDataset data, int batchSize, int images) {
    this.data = data;
    this.batchSize = Checks.atLeast("batch", 1, batchSize);
    this.images = Math.min(Checks.atLeast("images", 0, images), data.test().size());
    inputs = new NormalizedPixels(data.normalization());
  }

  /** How many batches there are: ceil(N / batch size). */
  public int size() {
    return (int) (((long) images + batchSize - 1) / batchSize);
  }

  /**
   * A batch in arrays of its own.
   *
   * @param index in [0, size)
   */
  public Batch batch(int index) {
    int first = Checks.index("batch", index, size()) * batchSize;
    int size = Math.min(batchSize, images - first);
    int length = data.imageLength();
    Batch batch = new Batch(size, new float[size * length], new int[size], new int[size], 0);
    ParallelLoop.run(
        size,
        () -> new byte[length],
        (i, pixels) -> {
          data.test().read(first + i, pixels);
          batch.labels()[i] = data.test().label(first + i);
          batch.indices()[i] = first + i;
          int plane = length / data.channels();
          for (int channel = 0; channel < data.channels(); channel++) {
            int from = channel * plane;
            inputs.copy(channel, pixels, from, batch.images(), i * length + from, 1, plane);
          }
        });
    return batch;
  }

  @Override
  public Iterator<Batch> iterator() {
    return IntStream.range(0, size()).mapToObj(this::batch).iterator();
  }
}
