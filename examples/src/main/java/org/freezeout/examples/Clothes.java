package org.freezeout.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.ImageDatasets;
import org.freezeout.data.ImageSet;

/**
 * Grey images of clothes, 32x32 pixels: five of the ten classes of Fashion-MNIST, as DJL data sets.
 *
 * @param training to train on
 * @param test to measure the accuracy on
 */
record Clothes(ArrayDataset training, ArrayDataset test) {

  /** How many classes there are. */
  static final int CLASSES = 5;

  /** One image. */
  static final Shape INPUT = new Shape(1, 1, 32, 32);

  private static final int PIXELS = (int) INPUT.size();

  /**
   * The first images of five classes, from the part of Fashion-MNIST that comes with FreezeOut.
   *
   * @param manager will own the images
   * @param firstClass 0 for what is worn above, trousers included; 5 for sandals, bags and boots
   * @param images how many to train on; half as many to test on
   * @param batchSize images in a batch
   */
  static Clothes of(NDManager manager, int firstClass, int images, int batchSize) {
    ImageDataset all = ImageDatasets.open(ImageDatasets.DEFAULT);
    return new Clothes(
        batches(manager, all.training(), firstClass, images, batchSize, true),
        batches(manager, all.test(), firstClass, images / 2, batchSize, false));
  }

  private static ArrayDataset batches(
      NDManager manager, ImageSet set, int firstClass, int images, int batchSize, boolean shuffle) {
    float[] inputs = new float[images * PIXELS];
    int[] labels = new int[images];
    byte[] pixels = new byte[PIXELS];
    int taken = 0;
    for (int i = 0; i < set.size() && taken < images; i++) {
      int label = set.label(i) - firstClass;
      if (label >= 0 && label < CLASSES) {
        set.read(i, pixels);
        for (int j = 0; j < PIXELS; j++) {
          inputs[taken * PIXELS + j] = ((pixels[j] & 0xff) - 72.9f) / 90f;
        }
        labels[taken++] = label;
      }
    }
    return new ArrayDataset.Builder()
        .setData(manager.create(inputs, new Shape(images).addAll(INPUT.slice(1))))
        .optLabels(manager.create(labels))
        .setSampling(batchSize, shuffle)
        .build();
  }
}
