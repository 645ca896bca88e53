package org.freezeout.djl;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.freezeout.cost.CachePrecision;

/**
 * What a frozen prefix gave for images: for each image and view at most one entry, with the border
 * k that it was stored at. A deeper one takes its place. Entries never outgrow the room that was
 * asked for; the index beside them takes six bytes for each image and view.
 *
 * <p>Rows are 32-bit floats in buffers of the machine's byte order.
 */
final class ActivationCache implements AutoCloseable {

  private final CachePrecision precision;
  private final EntryStore store;
  private final int images;
  private final int[][] entries; // by view and image: one more than the entry's number, 0 for none
  private final short[][] borders;
  private long used;

  /**
   * An empty cache.
   *
   * @param precision how numbers are kept
   * @param images how many images there are
   * @param views how many views of each
   * @param capacity how many entries there can be
   * @param entryValues the most numbers in one
   * @param memoryBytes at most so many bytes are in memory, the others in a file
   */
  ActivationCache(
      CachePrecision precision,
      int images,
      int views,
      long capacity,
      int entryValues,
      long memoryBytes) {
    this.precision = precision;
    this.images = images;
    int bytes = Math.multiplyExact(entryValues, precision.bytes());
    store = new EntryStore(capacity, bytes, memoryBytes);
    entries = new int[views][];
    borders = new short[views][];
  }

  /** The border that an image's entry was stored at, 0 if it has none. */
  int border(int image, int view) {
    return borders[view] == null ? 0 : borders[view][image];
  }

  /**
   * Stores an entry, in place of one that is there.
   *
   * @param row its numbers are from this byte of the source on
   * @param values how many
   * @throws IllegalStateException if a finite number has no finite one in float16, or the file
   *     cannot grow
   */
  void put(int image, int view, int border, ByteBuffer source, int row, int values) {
    if (entries[view] == null) {
      entries[view] = new int[images];
      borders[view] = new short[images];
    }
    if (entries[view][image] == 0) {
      entries[view][image] = Math.toIntExact(++used);
    }
    long entry = entries[view][image] - 1;
    ByteBuffer target = store.buffer(entry);
    int to = store.offset(entry);
    borders[view][image] = 0;
    if (precision == CachePrecision.FLOAT32) {
      target.put(to, source, row, values * Float.BYTES);
    } else {
      for (int i = 0; i < values; i++) {
        target.putShort(to + i * Short.BYTES, half(source.getFloat(row + i * Float.BYTES)));
      }
    }
    borders[view][image] = (short) border;
  }

  /**
   * Copies the numbers of an entry that is there.
   *
   * @param row where to, in bytes
   * @param values how many
   */
  void get(int image, int view, ByteBuffer target, int row, int values) {
    long entry = entries[view][image] - 1L;
    ByteBuffer source = store.buffer(entry);
    int from = store.offset(entry);
    if (precision == CachePrecision.FLOAT32) {
      target.put(row, source, from, values * Float.BYTES);
    } else {
      for (int i = 0; i < values; i++) {
        target.putFloat(
            row + i * Float.BYTES, Half.toFloat(source.getShort(from + i * Short.BYTES)));
      }
    }
  }

  /** Forgets every entry; the room that they took is used again. */
  void empty() {
    Arrays.fill(entries, null);
    Arrays.fill(borders, null);
    used = 0;
  }

  /** Frees everything. */
  @Override
  public void close() {
    store.close();
  }

  private static short half(float value) {
    short half = Half.fromFloat(value);
    if (Float.isInfinite(Half.toFloat(half)) && !Float.isInfinite(value)) {
      throw new IllegalStateException(
          "the cache cannot keep "
              + value
              + " in float16, which ends at "
              + Half.LARGEST
              + "; float32 can");
    }
    return half;
  }
}
