package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TrainingLengthTest {

  @Test
  void convertsStepsToProgressAndEpochs() {
    var length = new TrainingLength(4, 25);
    assertEquals(100, length.steps());
    assertEquals(0, length.progress(0));
    assertEquals(0.37, length.progress(37));
    assertEquals(0.99, length.progress(99));
    assertEquals(1, length.progress(100));
    assertEquals(1.5, length.progress(150));
    assertEquals(0, length.epoch(24));
    assertEquals(1, length.epoch(25));
    assertEquals(3, length.epoch(99));
  }

  @Test
  void mayBeAsLongAsAnIntegerCounts() {
    assertEquals(Integer.MAX_VALUE, new TrainingLength(1, Integer.MAX_VALUE).steps());
    Refusal.of(
        () -> new TrainingLength(2, 1 << 30),
        "epochs * stepsPerEpoch must be at most 2147483647, got 2147483648");
  }

  @Test
  void refusesWhatIsOutsideTheDomain() {
    Refusal.of(() -> new TrainingLength(0, 5), "epochs must be at least 1, got 0");
    Refusal.of(() -> new TrainingLength(5, -1), "stepsPerEpoch must be at least 1, got -1");
    var length = new TrainingLength(1, 1);
    Refusal.of(() -> length.progress(-1), "step must be at least 0, got -1");
    Refusal.of(() -> length.epoch(-7), "step must be at least 0, got -7");
  }
}
