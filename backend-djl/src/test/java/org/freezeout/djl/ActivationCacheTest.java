package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.freezeout.cost.CachePrecision;

class ActivationCacheTest {

  private static final int IMAGES = 12;
  private static final int VIEWS = 3;

  /** Against a map, with everything in memory, all in a file, and something in each. */
  @Property(tries = 200)
  void returnsWhatWasStoredLast(
      @ForAll long seed,
      @ForAll CachePrecision precision,
      @ForAll @IntRange(min = 1, max = 40) int values,
      @ForAll @IntRange(max = IMAGES * VIEWS) int entriesInMemory) {
    var random = new Random(seed);
    Map<List<Integer>, float[]> expected = new HashMap<>();
    Map<List<Integer>, Integer> borders = new HashMap<>();
    long memory = (long) entriesInMemory * values * precision.bytes();
    try (var cache =
        new ActivationCache(precision, IMAGES, VIEWS, IMAGES * VIEWS, values, memory)) {
      ByteBuffer rows = rows(3 * values);
      for (int i = 0; i < 300; i++) {
        List<Integer> key = List.of(random.nextInt(IMAGES), random.nextInt(VIEWS));
        int row = random.nextInt(2 * values) * Float.BYTES;
        assertEquals(borders.getOrDefault(key, 0), cache.border(key.get(0), key.get(1)));
        if (random.nextBoolean()) {
          float[] entry = new float[1 + random.nextInt(values)];
          for (int j = 0; j < entry.length; j++) {
            float value = (float) random.nextGaussian() * 100;
            rows.putFloat(row + j * Float.BYTES, value);
            entry[j] =
                precision == CachePrecision.FLOAT32 ? value : Half.toFloat(Half.fromFloat(value));
          }
          int border = 1 + random.nextInt(9);
          cache.put(key.get(0), key.get(1), border, rows, row, entry.length);
          expected.put(key, entry);
          borders.put(key, border);
        } else if (expected.containsKey(key)) {
          float[] entry = expected.get(key);
          cache.get(key.get(0), key.get(1), rows, row, entry.length);
          float[] got = new float[entry.length];
          rows.asFloatBuffer().get(row / Float.BYTES, got);
          assertArrayEquals(entry, got);
        }
      }
    }
  }

  @Example
  void refusesInFloat16WhatIsTooLargeForIt() {
    try (var cache = new ActivationCache(CachePrecision.FLOAT16, 1, 1, 1, 1, 2)) {
      ByteBuffer row = rows(1);
      cache.put(0, 0, 1, row.putFloat(0, 65519), 0, 1);
      cache.put(0, 0, 2, row.putFloat(0, Float.NEGATIVE_INFINITY), 0, 1);
      assertEquals(
          "the cache cannot keep -65520.0 in float16, which ends at 65504.0; float32 can",
          assertThrows(
                  IllegalStateException.class,
                  () -> cache.put(0, 0, 3, row.putFloat(0, -65520), 0, 1))
              .getMessage());
      assertEquals(0, cache.border(0, 0), "half an entry is none");
    }
  }

  /** There is room for two entries, before and after. */
  @Example
  void usesItsRoomAgainAfterItWasEmptied() {
    try (var cache = new ActivationCache(CachePrecision.FLOAT32, 5, 2, 2, 1, 8)) {
      ByteBuffer row = rows(1);
      for (int first = 0; first < 4; first += 2) {
        cache.put(first, 1, 3, row.putFloat(0, 10 + first), 0, 1);
        cache.put(first + 1, 0, 2, row.putFloat(0, 20 + first), 0, 1);
        assertEquals(3, cache.border(first, 1));
        cache.get(first, 1, row, 0, 1);
        assertEquals(10 + first, row.getFloat(0));
        cache.empty();
        assertEquals(0, cache.border(first, 1));
        assertEquals(0, cache.border(first + 1, 0));
      }
    }
  }

  private static ByteBuffer rows(int values) {
    return ByteBuffer.allocateDirect(values * Float.BYTES).order(ByteOrder.nativeOrder());
  }
}
