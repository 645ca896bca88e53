package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.DenseNet;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GeneratedArchitectures;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;

class SolverLawsTest {

  @Property(tries = 150)
  void solvingInvertsPredicting(
      @ForAll("models") CostModel model,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 1e-5, max = 1) @Scale(9) double t0) {
    // The authors' model knows no other network.
    ArchitectureSpec network = DenseNet.bottleneck(16, 4, new FeatureShape(3, 32, 32), 10);
    double saving = saving(network, model, strategy, t0);
    Solution.Found found =
        assertInstanceOf(Solution.Found.class, Solver.solve(network, model, strategy, saving));
    assertEquals(t0, found.t0(), 1e-9);
  }

  @Property(tries = 150)
  void aSolutionSavesWhatWasWanted(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll("generalModels") CostModel model,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0, max = 0.999) @Scale(9) double wanted) {
    Solution solution = Solver.solve(network, model, strategy, wanted);
    if (solution instanceof Solution.Found found) {
      assertTrue(found.t0() >= Solver.MIN_T0 && found.t0() <= 1);
      assertEquals(saving(network, model, strategy, found.t0()), found.saving());
      assertTrue(found.saving() >= wanted);
      assertEquals(wanted, found.saving(), 1e-11);
    } else {
      assertTrue(((Solution.Impossible) solution).maxSaving() < wanted);
    }
  }

  @Provide
  Arbitrary<CostModel> models() {
    return Arbitraries.of(CostModels.ALL);
  }

  /** Those for any network. */
  @Provide
  Arbitrary<CostModel> generalModels() {
    return Arbitraries.of(new PaperCost(), new GradientCost());
  }

  @Provide
  Arbitrary<ArchitectureSpec> architectures() {
    return GeneratedArchitectures.architectures();
  }

  private static double saving(
      ArchitectureSpec network, CostModel model, Strategy strategy, double t0) {
    FreezeOut policy = FreezeOut.of(0.1, t0, strategy);
    return model.saving(network, FreezePlan.continuous(policy, network.groups().size()));
  }
}
