package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerwiseScheduleTest {

  /** Freeze times 0.5, 0.75 and 1. */
  private final LayerwiseSchedule schedule = FreezeOut.of(0.1, 0.5, Strategy.LINEAR).forLayers(3);

  @Test
  void freezesLayerByLayer() {
    assertEquals(3, schedule.size());
    assertEquals(0, schedule.frozenPrefix(0));
    assertEquals(0, schedule.frozenPrefix(Math.nextDown(0.5)));
    assertEquals(1, schedule.frozenPrefix(0.5));
    assertEquals(2, schedule.frozenPrefix(0.75));
    assertEquals(2, schedule.frozenPrefix(Math.nextDown(1.0)));
    assertEquals(3, schedule.frozenPrefix(1));
    assertEquals(3, schedule.frozenPrefix(Double.POSITIVE_INFINITY));
    assertTrue(schedule.isFrozen(0, 0.5));
    assertFalse(schedule.isFrozen(1, 0.5));
  }

  /** Ten steps: 0.5 is step 5, 0.75 lies between steps 7 and 8, the last never freezes. */
  @Test
  void convertsFreezeTimesToSteps() {
    var length = new TrainingLength(2, 5);
    assertEquals(5, schedule.freezeStep(0, length));
    assertEquals(8, schedule.freezeStep(1, length));
    assertEquals(10, schedule.freezeStep(2, length));
  }

  @Test
  void aRunOfOneStepNeverFreezes() {
    var length = new TrainingLength(1, 1);
    for (int i = 0; i < 3; i++) {
      assertEquals(1, schedule.freezeStep(i, length));
    }
  }

  @Test
  void layersMayFreezeTogether() {
    var together = new CosineAnnealing(0.1, 0.5);
    assertEquals(2, new LayerwiseSchedule(List.of(together, together)).frozenPrefix(0.5));
  }

  @Test
  void refusesLayersOutOfOrder() {
    Refusal.of(() -> new LayerwiseSchedule(List.of()), "layers must be at least 1, got 0");
    Refusal.of(
        () ->
            new LayerwiseSchedule(
                List.of(new CosineAnnealing(0.1, 0.6), new CosineAnnealing(0.1, 0.5))),
        "layer 1 must not freeze before layer 0: its freeze time 0.5 is below 0.6");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.NEGATIVE_INFINITY})
  void refusesProgressOutsideItsDomain(double t) {
    String message = "progress t must be at least 0, got " + t;
    Refusal.of(() -> schedule.rate(0, t), message);
    Refusal.of(() -> schedule.rates(t, new double[3]), message);
    Refusal.of(() -> schedule.isFrozen(2, t), message);
    Refusal.of(() -> schedule.frozenPrefix(t), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesLayersThatAreNotThere(int layer) {
    String message = "layer must lie in [0, 2], got " + layer;
    Refusal.of(() -> schedule.rate(layer, 0), message);
    Refusal.of(() -> schedule.initialRate(layer), message);
    Refusal.of(() -> schedule.freezeTime(layer), message);
    Refusal.of(() -> schedule.isFrozen(layer, 0), message);
    Refusal.of(() -> schedule.freezeStep(layer, new TrainingLength(1, 1)), message);
  }

  @Test
  void refusesAnArrayOfAnotherLength() {
    Refusal.of(() -> schedule.rates(0, new double[2]), "rates must have length 3, got 2");
  }

  /**
   * What training asks in every step: 10,000 steps of 100 layers, in less than an object a step.
   */
  @Test
  void allocatesNothingInAStep() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    LayerwiseSchedule deep = FreezeOut.of(0.1, 0.5).forLayers(100);
    var length = new TrainingLength(1, 10_000);
    double[] rates = new double[100];
    train(deep, length, rates); // classes are loaded here
    long before = threads.getCurrentThreadAllocatedBytes();
    train(deep, length, rates);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 8 * length.steps(), allocated + " bytes");
  }

  private static void train(LayerwiseSchedule schedule, TrainingLength length, double[] rates) {
    for (int step = 0; step < length.steps(); step++) {
      double t = length.progress(step);
      schedule.rates(t, rates);
      rates[0] += schedule.frozenPrefix(t);
    }
  }
}
