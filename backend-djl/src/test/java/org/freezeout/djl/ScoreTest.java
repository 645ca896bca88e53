package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScoreTest {

  @Test
  void countsErrorsAndAveragesTheLossOverBatches() {
    Score score = new Score(2);
    // Softmax of (log 3, 0) is (3/4, 1/4); of (0, 0) it is (1/2, 1/2).
    float log3 = (float) Math.log(3);
    score.add(new float[] {log3, 0, log3, 0}, new int[] {0, 1});
    score.add(new float[] {0, 0}, new int[] {0});
    assertEquals(100.0 / 3, score.errorPercent().orElseThrow(), 1e-12);
    double expected = (-Math.log(3.0 / 4) - Math.log(1.0 / 4) - Math.log(1.0 / 2)) / 3;
    assertEquals(expected, score.loss().orElseThrow(), 1e-7);
  }

  @Test
  void standsLargeOutputs() {
    Score score = new Score(3);
    score.add(new float[] {-1000, 1000, 0}, new int[] {1});
    assertEquals(0, score.loss().orElseThrow());
    score.add(new float[] {-1000, 1000, 0}, new int[] {0});
    assertEquals(1000, score.loss().orElseThrow());
    assertEquals(50, score.errorPercent().orElseThrow());
  }

  @Test
  void countsWhatIsNotANumberAsAnError() {
    Score score = new Score(2);
    score.add(new float[] {Float.NaN, 1}, new int[] {0});
    score.add(new float[] {1, Float.NaN}, new int[] {0});
    assertEquals(100, score.errorPercent().orElseThrow());
    assertTrue(Double.isNaN(score.loss().orElseThrow()));
  }

  @Test
  void isEmptyWithoutImages() {
    Score score = new Score(2);
    score.add(new float[0], new int[0]);
    assertEquals(OptionalDouble.empty(), score.errorPercent());
    assertEquals(OptionalDouble.empty(), score.loss());
  }
}
