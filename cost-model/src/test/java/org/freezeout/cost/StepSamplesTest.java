package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepSamplesTest {

  private static final List<Integer> PREFIXES = List.of(0, 2);

  @Test
  void refusesWhatCannotBeCompared() {
    refused(List.of(0), rounds(1.0), "prefixes must be at least two and start with 0, got [0]");
    refused(List.of(1, 2), rounds(1.0, 1.0), "start with 0, got [1, 2]");
    refused(List.of(0, 2, 2), rounds(1.0, 1.0, 1.0), "must ascend, got [0, 2, 2]");
    refused(PREFIXES, rounds(1.0), "round 0 must have 2 steps, got [1.0]");
    refused(PREFIXES, rounds(1.0, 0.0), "the seconds of round 0 must be finite and greater than 0");
    refused(PREFIXES, rounds(1.0, Double.NaN), "got NaN");
    refused(PREFIXES, rounds(1.0, Double.POSITIVE_INFINITY), "got Infinity");
    refused(PREFIXES, rounds(1.0, 1.0).subList(0, 3), "there must be at least 4 rounds, got 3");
  }

  @Test
  void warmUpComesFirst() {
    List<List<Double>> warmUp = List.of(List.of(3.0, 2.0));
    var samples = new StepSamples(PREFIXES, warmUp, rounds(1.5, 0.25));
    assertEquals(5, samples.allRounds().size());
    assertEquals(warmUp.get(0), samples.allRounds().get(0));
    assertEquals(1.5, samples.seconds(0, 0));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> new StepSamples(PREFIXES, List.of(List.of(3.0)), rounds(1.5, 0.25)))
            .getMessage()
            .contains("warm-up round 0 must have 2 steps, got [3.0]"));
  }

  @Test
  void cachedStepsFollowTheOthers() {
    List<Integer> prefixes = List.of(0, 1, 2);
    var samples =
        new StepSamples(prefixes, List.of(2), List.of(), rounds(1.0, 0.9, 0.8, 0.5, 0.85));
    assertEquals(5, samples.probes());
    assertEquals(0.85, samples.seconds(3, 4));
    cached(List.of(2), rounds(1.0, 0.9, 0.8, 0.5), "round 0 must have 5 steps");
    String among = "cached prefixes must ascend and be among [0, 1, 2] but 0, got ";
    cached(List.of(0, 2), rounds(1.0), among + "[0, 2]");
    cached(List.of(3), rounds(1.0), among + "[3]");
    cached(List.of(2, 1), rounds(1.0), among + "[2, 1]");
    cached(List.of(1), rounds(1.0), "cached prefixes must end with 2, got [1]");
  }

  private static void cached(List<Integer> cached, List<List<Double>> rounds, String says) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new StepSamples(List.of(0, 1, 2), cached, List.of(), rounds))
            .getMessage();
    assertTrue(message.contains(says), message);
  }

  private static List<List<Double>> rounds(Double... seconds) {
    return Collections.nCopies(4, List.of(seconds));
  }

  private static void refused(List<Integer> prefixes, List<List<Double>> rounds, String says) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new StepSamples(prefixes, rounds))
            .getMessage();
    assertTrue(message.contains(says), message);
  }
}
