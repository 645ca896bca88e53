package org.freezeout.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelLoopTest {

  @Test
  void runsEveryItemOnce() {
    AtomicIntegerArray runs = new AtomicIntegerArray(1000);
    ParallelLoop.run(1000, () -> null, (i, none) -> runs.incrementAndGet(i));
    int[] expected = new int[1000];
    Arrays.fill(expected, 1);
    assertEquals(Arrays.toString(expected), runs.toString());
    ParallelLoop.run(0, () -> null, (i, none) -> runs.incrementAndGet(i));
  }

  @Test
  void throwsTheFirstFailureAsItWas() {
    for (int repeat = 0; repeat < 100; repeat++) {
      IllegalArgumentException thrown =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  ParallelLoop.run(
                      100,
                      () -> null,
                      (i, none) -> {
                        if (i % 3 == 2) {
                          throw new IllegalArgumentException("item " + i);
                        }
                      }));
      assertEquals("item 2", thrown.getMessage());
    }
  }
}
