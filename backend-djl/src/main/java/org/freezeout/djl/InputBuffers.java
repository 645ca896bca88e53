package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.data.Batch;

/**
 * Memory through which batches reach an engine, the same for every batch: memory outside of Java's
 * heap is only freed when Java collects its garbage, which may be thousands of batches later.
 *
 * <p>On PyTorch's CPU the arrays are this very memory, so those of a batch must be closed before
 * the next one is written.
 */
final class InputBuffers {

  private final FeatureShape image;
  private final ByteBuffer images;
  private final ByteBuffer labels;

  /** Memory for batches of at most so many images. */
  InputBuffers(int batchSize, FeatureShape image) {
    this.image = image;
    images = allocate(Math.multiplyExact(batchSize, image.size()), Float.BYTES);
    labels = allocate(batchSize, Integer.BYTES);
  }

  /** The images of a batch on the device of a manager. */
  NDArray images(NDManager manager, Batch batch) {
    return images(manager, batch, 0, batch.size());
  }

  /** Some images of a batch, the first and those behind it. */
  NDArray images(NDManager manager, Batch batch, int first, int size) {
    images.clear().limit(size * image.size() * Float.BYTES);
    images.asFloatBuffer().put(batch.images(), first * image.size(), size * image.size());
    return manager.create(images, NetworkBuilder.shape(size, image), DataType.FLOAT32);
  }

  /** The labels of the same images. */
  NDArray labels(NDManager manager, Batch batch, int first, int size) {
    labels.clear().limit(size * Integer.BYTES);
    labels.asIntBuffer().put(batch.labels(), first, size);
    return manager.create(labels, new Shape(size), DataType.INT32);
  }

  private static ByteBuffer allocate(int values, int bytes) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(values, bytes))
        .order(ByteOrder.nativeOrder());
  }
}
