package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.data.Batch;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.ExperimentSpec;

/**
 * The frozen prefix of a network with a cache of its outputs. Of a batch, only images without an
 * entry run through the prefix, and those with an entry of an earlier border only through the
 * groups behind it.
 *
 * <p>The images are sorted by how far they have come, and those furthest behind run on until they
 * meet the next; so every group runs at most once. The bits of an image do not depend on the
 * others, but they may depend on how many there are, as the engines' libraries choose their
 * algorithms by the size: so a part of a batch is filled up to a whole one with repeated images.
 */
final class CachedPrefix implements AutoCloseable {

  private final DjlEngine engine;
  private final CutNetwork network;
  private final CachePlan plan;
  private final boolean[] layoutShows;
  private final List<FeatureShape> shapes;
  private final int epochs;
  private final int stepsPerEpoch;
  private final int views;
  private final ActivationCache cache;

  /** Images on their way through the prefix; the arrays of PyTorch are this very memory. */
  private final ByteBuffer part;

  /** The output of the prefix. */
  private final ByteBuffer whole;

  private int cachedImages;

  /** An empty cache for a network in training. */
  CachedPrefix(DjlEngine engine, CutNetwork network, ExperimentSpec spec, CachePlan plan) {
    this.engine = engine;
    this.network = network;
    this.plan = plan;
    shapes = spec.architecture().shapes();
    layoutShows =
        engine.choosesLayouts()
            ? Layouts.showInBits(spec.architecture())
            : new boolean[spec.architecture().groups().size()];
    epochs = spec.length().epochs();
    stepsPerEpoch = spec.length().stepsPerEpoch();
    views = spec.data().repeatsAfter().orElseThrow();
    int batch = spec.optimization().batchSize();
    cache =
        new ActivationCache(
            plan.precision(),
            spec.data().trainingImages(),
            views,
            plan.entries(),
            plan.entryValues(),
            plan.memoryBytes());
    int last = plan.keepsAnything() ? plan.lastBorder() : 0;
    part = allocate(batch, IntStream.rangeClosed(0, last).map(b -> shapes.get(b).size()));
    whole = allocate(batch, IntStream.rangeClosed(0, last).map(b -> shapes.get(b).size()));
  }

  /** Whether anything is kept while a prefix of this length is frozen. */
  boolean handles(int frozenPrefix) {
    return keptBorder(frozenPrefix) > 0;
  }

  /**
   * The last border of a prefix at which outputs are kept, 0 if there is none. Training without a
   * cache hands an output on within the prefix as the engine laid it out; where that shows in the
   * bits, nothing is kept.
   */
  private int keptBorder(int frozenPrefix) {
    int border = plan.border(frozenPrefix);
    while (border > 0 && layoutShows[border - 1]) {
      border = plan.border(border - 1);
    }
    return border;
  }

  /** Of the last batch, the images for which the prefix did not run. */
  int cachedImages() {
    return cachedImages;
  }

  /**
   * The output of the prefix.
   *
   * @param frozenPrefix one that it handles
   * @param step that the batch belongs to, which tells whether its images come again
   * @param scope manager of the output, to be closed before the next call
   */
  NDArray border(int frozenPrefix, Batch batch, int step, NDManager scope) {
    int border = keptBorder(frozenPrefix);
    int values = shapes.get(border).size();
    int[] order = byBorder(batch);
    int behind = 0;
    while (behind < order.length && borderOf(batch, order[behind]) < border) {
      behind++;
    }
    cachedImages = order.length - behind;
    if (behind > 0) {
      runBehind(batch, order, behind, border);
      boolean comesAgain = step / stepsPerEpoch + views < epochs;
      for (int i = 0; i < behind; i++) {
        int row = i * values * Float.BYTES;
        whole.put(order[i] * values * Float.BYTES, part, row, values * Float.BYTES);
        if (comesAgain) {
          cache.put(batch.indices()[order[i]], batch.view(), border, part, row, values);
        }
      }
    }
    for (int i = behind; i < order.length; i++) {
      int position = order[i];
      cache.get(
          batch.indices()[position], batch.view(), whole, position * values * Float.BYTES, values);
    }
    NDArray output = array(scope, whole, order.length, border);
    return border == frozenPrefix ? output : network.frozen(border, frozenPrefix, output);
  }

  /** Forgets all outputs. */
  void empty() {
    cache.empty();
  }

  /** Frees everything. */
  @Override
  public void close() {
    cache.close();
    DirectMemory.free(part);
    DirectMemory.free(whole);
  }

  /** Runs the first images of the order up to a border; they are the first rows of the part. */
  private void runBehind(Batch batch, int[] order, int behind, int border) {
    int running = 0;
    int at = borderOf(batch, order[0]);
    while (at < border) {
      while (running < behind && borderOf(batch, order[running]) == at) {
        join(batch, order[running], at, running);
        running++;
      }
      int next = running < behind ? borderOf(batch, order[running]) : border;
      try (NDManager scope = network.newScope()) {
        fillUp(running, batch.size(), at);
        NDArray output = network.infer(at, next, array(scope, part, batch.size(), at));
        engine.download(output, part);
      }
      at = next;
    }
  }

  /** Writes an image, or what is kept of it, into a row. */
  private void join(Batch batch, int position, int border, int row) {
    int values = shapes.get(border).size();
    int start = row * values;
    if (border == 0) {
      part.asFloatBuffer().put(start, batch.images(), position * values, values);
    } else {
      cache.get(batch.indices()[position], batch.view(), part, start * Float.BYTES, values);
    }
  }

  /** Repeats the first row until the batch is whole. */
  private void fillUp(int rows, int batch, int border) {
    int bytes = shapes.get(border).size() * Float.BYTES;
    for (int row = rows; row < batch; row++) {
      part.put(row * bytes, part, 0, bytes);
    }
  }

  private NDArray array(NDManager scope, ByteBuffer buffer, int rows, int border) {
    FeatureShape shape = shapes.get(border);
    buffer.clear().limit(rows * shape.size() * Float.BYTES);
    NDArray array = scope.create(buffer, NetworkBuilder.shape(rows, shape), DataType.FLOAT32);
    buffer.clear();
    return array;
  }

  private int borderOf(Batch batch, int position) {
    return cache.border(batch.indices()[position], batch.view());
  }

  /** The positions in a batch, those with the earliest border first. */
  private int[] byBorder(Batch batch) {
    return IntStream.range(0, batch.size())
        .boxed()
        .sorted((a, b) -> Integer.compare(borderOf(batch, a), borderOf(batch, b)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static ByteBuffer allocate(int rows, IntStream values) {
    int bytes = Math.multiplyExact(values.max().orElseThrow(), Float.BYTES);
    return ByteBuffer.allocateDirect(Math.multiplyExact(rows, bytes))
        .order(ByteOrder.nativeOrder());
  }
}
