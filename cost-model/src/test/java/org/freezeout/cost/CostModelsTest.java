package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Catalogue;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostModelsTest {

  @ParameterizedTest
  @CsvFileSource(resources = "savings.csv", numLinesToSkip = 1)
  void savings(
      String architecture,
      String costModel,
      double t0,
      double linear,
      double squared,
      double cubic) {
    assertPercent(linear, architecture, costModel, t0, Strategy.LINEAR, Strategy.LINEAR_SCALED);
    assertPercent(squared, architecture, costModel, t0, Strategy.SQUARED, Strategy.SQUARED_SCALED);
    assertPercent(cubic, architecture, costModel, t0, Strategy.CUBIC, Strategy.CUBIC_SCALED);
  }

  private static void assertPercent(
      double percent, String name, String costModel, double t0, Strategy... strategies) {
    ArchitectureSpec network =
        Catalogue.resolve(name, Optional.of(new FeatureShape(3, 32, 32)), OptionalInt.of(10));
    for (Strategy strategy : strategies) {
      FreezePlan plan =
          FreezePlan.continuous(FreezeOut.of(0.1, t0, strategy), network.groups().size());
      double saving = CostModels.named(costModel).saving(network, plan);
      assertEquals(percent, Math.round(saving * 1e6) / 1e4, strategy.toString());
    }
  }

  @Test
  void predictFromCountsWhatTheyPredictFromTheArchitecture() {
    ArchitectureSpec network =
        Catalogue.resolve("densenet-bc-10-4", Optional.empty(), OptionalInt.empty());
    NetworkCost counts = NetworkCost.of(network);
    FreezePlan plan = FreezePlan.continuous(FreezeOut.of(0.1, 0.5), counts.groups());
    for (CostModel model : List.of(new PaperCost(), new GradientCost())) {
      assertEquals(model.saving(network, plan), model.saving(counts, plan));
      assertEquals(
          Solver.solve(network, model, Strategy.CUBIC, 0.1),
          Solver.solve(counts, model, Strategy.CUBIC, 0.1));
    }
    assertEquals(
        "cost model 'authors' needs an architecture and cannot predict from the counts of a"
            + " network",
        assertThrows(IllegalArgumentException.class, () -> new AuthorsCost().saving(counts, plan))
            .getMessage());
  }

  @Test
  void findsModelsByName() {
    assertEquals(
        List.of("paper", "authors", "gradient"),
        CostModels.ALL.stream().map(CostModel::name).toList());
    CostModels.ALL.forEach(model -> assertEquals(model, CostModels.named(model.name())));
    assertEquals(
        "unknown cost model 'flops'; known: paper, authors, gradient",
        assertThrows(IllegalArgumentException.class, () -> CostModels.named("flops")).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "authors", "gradient"})
  void refuseAPlanForAnotherNetwork(String name) {
    ArchitectureSpec network =
        Catalogue.resolve("densenet-bc-10-4", Optional.empty(), OptionalInt.empty());
    FreezePlan plan = FreezePlan.continuous(new UniformAnnealing(0.1), 8);
    assertEquals(
        "the plan must be for 7 layer groups, got 8",
        assertThrows(
                IllegalArgumentException.class, () -> CostModels.named(name).saving(network, plan))
            .getMessage());
  }

  @Test
  void refuseANetworkWithNothingToCount() {
    ArchitectureSpec network =
        new ArchitectureSpec(
            "none",
            new FeatureShape(10, 8, 8),
            List.of(LayerGroup.of("only", new BatchNorm(), new GlobalAveragePooling())));
    FreezePlan plan = FreezePlan.continuous(FreezeOut.of(0.1, 0.8), 1);
    for (String name : List.of("paper", "gradient")) {
      assertEquals(
          "the network has no convolution or dense layer, so nothing to count",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> CostModels.named(name).saving(network, plan))
              .getMessage());
    }
  }
}
