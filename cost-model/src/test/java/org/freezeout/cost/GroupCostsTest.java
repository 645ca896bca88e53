package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCostsTest {

  /** In seconds, say; a group that learns nothing lies between two that do. */
  private final GroupCosts costs =
      new GroupCosts(
          List.of(
              new GroupCost(1, 2, 0, 0, true),
              new GroupCost(10, 0, 0, 20, false),
              new GroupCost(100, 200, 300, 400, true)));

  @ParameterizedTest
  @CsvSource({
    "0, 1033", // all of it: 111 forward, 2 + 200 weights, 20 + 300 + 400 inputs
    "1, 611", // no input gradient beyond the first group: 111 + 200 + 300
    "2, 611", // the second group has nothing to freeze
    "3, 111",
  })
  void stepCosts(int frozenPrefix, double expected) {
    assertEquals(expected, costs.stepCost(frozenPrefix));
  }

  @Test
  void meanStepCostWeighsWithTheTrainedShares() {
    FreezePlan plan = plan(0.25, 0.5, 0.75);
    // 111 forward, weights and inner gradients for their own share, border ones for the first's.
    double expected = 111 + 0.25 * 2 + 0.75 * (200 + 300) + 0.25 * (20 + 400);
    assertEquals(expected, costs.meanStepCost(plan));
    assertEquals(1 - expected / 1033, costs.saving(plan));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4})
  void refusesPrefixesThatAreNone(int frozenPrefix) {
    assertEquals(
        "frozen prefix must lie in [0, 3], got " + frozenPrefix,
        assertThrows(IllegalArgumentException.class, () -> costs.stepCost(frozenPrefix))
            .getMessage());
  }

  @Test
  void refusesAPlanForAnotherNumberOfGroups() {
    assertThrows(IllegalArgumentException.class, () -> costs.meanStepCost(plan(0.5, 1.0)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesCostsThatAreNone(double cost) {
    assertEquals(
        "cost of border gradient must be finite and at least 0, got " + cost,
        assertThrows(IllegalArgumentException.class, () -> new GroupCost(1, 1, 1, cost, true))
            .getMessage());
  }

  @Test
  void refusesWhatHasNothingToSave() {
    assertThrows(IllegalArgumentException.class, () -> new GroupCosts(List.of()));
    GroupCosts free = new GroupCosts(List.of(new GroupCost(0, 0, 0, 0, false)));
    assertEquals(
        "a network whose steps cost nothing has nothing to save",
        assertThrows(IllegalArgumentException.class, () -> free.saving(plan(1.0))).getMessage());
  }

  private static FreezePlan plan(Double... trainedShares) {
    return new FreezePlan(new UniformAnnealing(0.1), List.of(trainedShares));
  }
}
