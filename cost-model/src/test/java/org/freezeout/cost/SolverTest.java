package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Catalogue;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SolverTest {

  private final ArchitectureSpec network =
      Catalogue.resolve("densenet-bc-22-12", Optional.empty(), OptionalInt.empty());

  @ParameterizedTest
  @CsvSource({
    "linear, 0.5, 0.170644",
    "cubic, 0.8, 0.175668",
    "squared-scaled, 0.5, 0.277298",
  })
  void findsTheT0OfAPublishedSaving(String strategy, double t0, double saving) {
    // The savings of 'paper' in savings.csv, where they have four digits.
    ArchitectureSpec published =
        Catalogue.resolve("densenet-bc-76-12", Optional.empty(), OptionalInt.empty());
    Solution.Found found =
        assertInstanceOf(
            Solution.Found.class,
            Solver.solve(published, new PaperCost(), Strategy.named(strategy), saving));
    assertEquals(t0, found.t0(), 1e-5);
    assertEquals(saving, found.saving(), 1e-12);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void noSavingNeedsNoFreezing(Strategy strategy) {
    for (CostModel model : CostModels.ALL) {
      assertEquals(
          new Solution.Found(1, 0), Solver.solve(network, model, strategy, 0), model.name());
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void saysHowMuchIsPossible(Strategy strategy) {
    for (CostModel model : CostModels.ALL) {
      Solution.Impossible impossible =
          assertInstanceOf(Solution.Impossible.class, Solver.solve(network, model, strategy, 0.99));
      double most = impossible.maxSaving();
      assertEquals(saving(model, strategy, Solver.MIN_T0), most);
      // What is said to be possible is, and the least bit more is not.
      assertEquals(
          new Solution.Found(Solver.MIN_T0, most), Solver.solve(network, model, strategy, most));
      assertEquals(
          new Solution.Impossible(most), Solver.solve(network, model, strategy, Math.nextUp(most)));
    }
  }

  @Test
  void aSingleGroupCanSaveNothing() {
    ArchitectureSpec single =
        new ArchitectureSpec(
            "single", new FeatureShape(3, 2, 2), List.of(LayerGroup.of("all", new Dense(2, true))));
    assertEquals(
        new Solution.Impossible(0),
        Solver.solve(single, new GradientCost(), Strategy.CUBIC, 1e-300));
    assertEquals(
        new Solution.Found(1, 0), Solver.solve(single, new GradientCost(), Strategy.CUBIC, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1, 20, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesSavingsThatAreNone(double saving) {
    assertEquals(
        "saving must lie in [0, 1), got " + saving,
        assertThrows(
                IllegalArgumentException.class,
                () -> Solver.solve(network, new PaperCost(), Strategy.CUBIC, saving))
            .getMessage());
  }

  private double saving(CostModel model, Strategy strategy, double t0) {
    FreezeOut policy = FreezeOut.of(0.1, t0, strategy);
    return model.saving(network, FreezePlan.continuous(policy, network.groups().size()));
  }
}
