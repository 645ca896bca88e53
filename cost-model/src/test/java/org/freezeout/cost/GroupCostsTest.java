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

  /** Two towers, the second of which does not see the first, and a product of both. */
  @Test
  void gradientsFollowTheGraphAndNotTheOrderOfTheGroups() {
    NetworkCost network =
        new NetworkCost(
            4,
            List.of(true, true, true, false),
            List.of(
                new OperationCost(0, "trunk", 1, true, List.of(OperationCost.NOTHING)),
                new OperationCost(1, "left", 10, true, List.of(0)),
                new OperationCost(2, "right", 100, true, List.of(0)),
                new OperationCost(3, "product", 1000, false, List.of(1, 2))));
    GroupCosts macs = GroupCosts.ofMacs(network);
    assertEquals(1111 + 111 + 110 + 2000, macs.stepCost(0));
    assertEquals(1111 + 110 + 2000, macs.stepCost(1));
    assertEquals(1111 + 100 + 1000, macs.stepCost(2));
    assertEquals(1111, macs.stepCost(3));
    double expected =
        1111 + 0.2 * (1 + 10 + 100) + 0.4 * (10 + 1000) + 0.6 * (100 + 1000); // own shares
    assertEquals(expected, macs.meanStepCost(plan(0.2, 0.4, 0.6, 0.8)), 1e-9);
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
