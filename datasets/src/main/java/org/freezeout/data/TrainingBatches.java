package org.freezeout.data;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * The batches that a network is trained on, step by step, shuffled anew in every epoch.
 *
 * <p>The batch of a step is a pure function of the data set, the augmentation, the batch size, the
 * seed and the step, so a resumed run sees what an uninterrupted one would have. An epoch has
 * floor(N / batch size) steps; the images that are left over differ from epoch to epoch. How an
 * image is augmented depends on the seed, the view and the image, not on the batch size. Every
 * epoch is a view of its own, or, with a number of views K, epoch e is view e mod K: then an image
 * comes in K fixed variants.
 *
 * <p>{@link Augmentation#STANDARD} pads with pixels of value 0 <em>before</em> normalisation, like
 * the authors: in the batch, padding is -mean / std. Safe for use by several threads.
 */
public final class TrainingBatches {

  private static final int PADDING = 4;

  private final ImageDataset data;
  private final Augmentation augmentation;
  private final OptionalInt views;
  private final int batchSize;
  private final long seed;
  private final NormalizedPixels inputs;
  private final ThreadLocal<byte[]> pixels;
  private volatile Epoch current;

  /** The order of the images in an epoch. */
  private record Epoch(int index, int[] order) {}

  /**
   * Batches of a data set, augmented anew in every epoch.
   *
   * @param batchSize images in every batch, at least 1
   * @param seed of shuffling and augmentation
   * @throws IllegalArgumentException if the training images do not fill one batch
   */
  public TrainingBatches(ImageDataset data, Augmentation augmentation, int batchSize, long seed) {
    this(data, augmentation, OptionalInt.empty(), batchSize, seed);
  }

  /**
   * Batches of a data set.
   *
   * @param views how many augmented views there are of an image, at least 1; empty for a new one in
   *     every epoch. Without augmentation there is one in any case
   * @param batchSize images in every batch, at least 1
   * @param seed of shuffling and augmentation
   * @throws IllegalArgumentException if the training images do not fill one batch
   */
  public TrainingBatches(
      ImageDataset data, Augmentation augmentation, OptionalInt views, int batchSize, long seed) {
    views.ifPresent(count -> Checks.atLeast("views", 1, count));
    Checks.atLeast("batch", 1, batchSize);
    if (batchSize > data.training().size()) {
      throw new IllegalArgumentException(
          "batch must be at most the number of training images, "
              + data.training().size()
              + " in "
              + data.name()
              + ", got "
              + batchSize);
    }
    if ((long) batchSize * data.imageLength() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "batch must be smaller for images of "
              + data.imageLength()
              + " values, got "
              + batchSize);
    }
    this.data = data;
    this.augmentation = augmentation;
    this.views = views;
    this.batchSize = batchSize;
    this.seed = seed;
    inputs = new NormalizedPixels(data.normalization());
    int length = data.imageLength();
    pixels = ThreadLocal.withInitial(() -> new byte[length]);
    current = epoch(0);
  }

  /** floor(N / batch size), at least 1. */
  public int stepsPerEpoch() {
    return data.training().size() / batchSize;
  }

  /** Images in every batch. */
  public int batchSize() {
    return batchSize;
  }

  /**
   * The batch of a step, in arrays of its own.
   *
   * @param step from 0
   * @throws IllegalArgumentException if the step is negative, or an image can no longer be read
   */
  public Batch batch(int step) {
    Batch batch = newBatch();
    fill(step, batch, 0, batchSize);
    return batch.ofView(view(step));
  }

  /** A batch to be filled. */
  Batch newBatch() {
    return new Batch(
        batchSize,
        new float[batchSize * data.imageLength()],
        new int[batchSize],
        new int[batchSize],
        0);
  }

  /** The view that the batch of a step shows. */
  int view(int step) {
    int epoch = Checks.atLeast("step", 0, step) / stepsPerEpoch();
    if (augmentation == Augmentation.NONE) {
      return 0;
    }
    return views.isPresent() ? epoch % views.getAsInt() : epoch;
  }

  /**
   * Writes a part of the batch of a step; its view is up to the caller.
   *
   * @param from first image of the part, in [0, batch size)
   * @param to one more than the last image of the part
   */
  void fill(int step, Batch batch, int from, int to) {
    Checks.atLeast("step", 0, step);
    Epoch epoch = epoch(step / stepsPerEpoch());
    int start = step % stepsPerEpoch() * batchSize;
    int view = view(step);
    for (int i = from; i < to; i++) {
      int image = epoch.order()[start + i];
      batch.labels()[i] = data.training().label(image);
      batch.indices()[i] = image;
      write(view, image, batch.images(), i * data.imageLength());
    }
  }

  private void write(int view, int image, float[] images, int offset) {
    byte[] source = pixels.get();
    data.training().read(image, source);
    if (augmentation == Augmentation.NONE) {
      writeCrop(source, 0, 0, false, images, offset);
      return;
    }
    SplittableRandom random = Seeds.augmentation(seed, view, image);
    int down = random.nextInt(2 * PADDING + 1) - PADDING;
    int right = random.nextInt(2 * PADDING + 1) - PADDING;
    writeCrop(source, down, right, random.nextInt(2) == 1, images, offset);
  }

  /** Writes what is seen through a window moved down and to the right, mirrored if asked for. */
  private void writeCrop(
      byte[] source, int down, int right, boolean mirrored, float[] images, int offset) {
    int height = data.height();
    int width = data.width();
    int first = Math.max(0, -right); // columns [first, end) of the window lie in the image
    int end = Math.max(first, Math.min(width, width - right));
    for (int channel = 0; channel < data.channels(); channel++) {
      float padding = inputs.of(channel, 0);
      for (int y = 0; y < height; y++) {
        int row = offset + (channel * height + y) * width;
        boolean inside = y + down >= 0 && y + down < height;
        if (!inside || end - first < width) {
          Arrays.fill(images, row, row + width, padding);
        }
        if (inside) {
          int from = (channel * height + y + down) * width + first + right;
          int to = mirrored ? row + width - 1 - first : row + first;
          inputs.copy(channel, source, from, images, to, mirrored ? -1 : 1, end - first);
        }
      }
    }
  }

  private Epoch epoch(int index) {
    Epoch epoch = current;
    if (epoch == null || epoch.index() != index) {
      epoch = new Epoch(index, order(index));
      current = epoch;
    }
    return epoch;
  }

  /** Shuffles by Fisher and Yates. */
  private int[] order(int epoch) {
    SplittableRandom random = Seeds.shuffling(seed, epoch);
    int[] order = new int[data.training().size()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
