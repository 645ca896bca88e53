package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GeneratedArchitectures;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import org.freezeout.schedule.UniformAnnealing;

/** Laws of predicted savings, on random networks. */
class SavingLawsTest {

  private static final CostModel PAPER = new PaperCost();
  private static final CostModel GRADIENT = new GradientCost();
  private static final double ROUNDING = 1e-14;

  @Property(tries = 200)
  void savingsAreBounded(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 1e-3, max = 1) @Scale(9) double t0) {
    FreezePlan plan = plan(network, strategy, t0);
    double paper = PAPER.saving(network, plan);
    double gradient = GRADIENT.saving(network, plan);
    assertTrue(paper >= 0 && paper <= 1.0 / 2, () -> "paper " + paper);
    assertTrue(gradient >= 0 && gradient <= 2.0 / 3, () -> "gradient " + gradient);
  }

  @Property(tries = 200)
  void savingsFallWithT0(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 1e-3, max = 1) @Scale(9) double one,
      @ForAll @DoubleRange(min = 1e-3, max = 1) @Scale(9) double other) {
    FreezePlan early = plan(network, strategy, Math.min(one, other));
    FreezePlan late = plan(network, strategy, Math.max(one, other));
    for (CostModel model : List.of(PAPER, GRADIENT)) {
      assertTrue(
          model.saving(network, early) >= model.saving(network, late) - ROUNDING, model::name);
    }
  }

  @Property(tries = 200)
  void nothingIsSavedWhereNothingFreezes(
      @ForAll("architectures") ArchitectureSpec network, @ForAll Strategy strategy) {
    FreezePlan baseline = FreezePlan.continuous(new UniformAnnealing(0.1), network.groups().size());
    for (CostModel model : List.of(PAPER, GRADIENT)) {
      assertEquals(0, model.saving(network, baseline));
      assertEquals(0, model.saving(network, plan(network, strategy, 1)));
    }
  }

  @Property(tries = 200)
  void wholeStepsSaveNoMoreAndAtMostOneStepLess(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.1, max = 1) @Scale(9) double t0,
      @ForAll @IntRange(min = 1, max = 100_000) int steps) {
    FreezePlan ideal = plan(network, strategy, t0);
    FreezePlan whole =
        FreezePlan.discrete(ideal.policy(), ideal.groups(), new TrainingLength(1, steps));
    for (CostModel model : List.of(PAPER, GRADIENT)) {
      double less = model.saving(network, ideal) - model.saving(network, whole);
      assertTrue(less >= -ROUNDING && less <= 1.0 / steps, () -> model.name() + " " + less);
    }
  }

  @Property(tries = 200)
  void aLongerFrozenPrefixNeverCostsMore(@ForAll("architectures") ArchitectureSpec network) {
    GroupCosts costs = costs(network);
    for (int prefix = 1; prefix <= costs.groups().size(); prefix++) {
      assertTrue(costs.stepCost(prefix) <= costs.stepCost(prefix - 1));
    }
  }

  @Property(tries = 200)
  void theMeanStepIsTheMeanOfTheSteps(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.1, max = 1) @Scale(9) double t0,
      @ForAll @IntRange(min = 1, max = 200) int steps) {
    GroupCosts costs = costs(network);
    TrainingLength length = new TrainingLength(1, steps);
    FreezeOut policy = FreezeOut.of(0.1, t0, strategy);
    LayerwiseSchedule schedule = policy.forLayers(network.groups().size());
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      sum += costs.stepCost(schedule.frozenPrefix(length.progress(step)));
    }
    double mean = costs.meanStepCost(FreezePlan.discrete(policy, schedule.size(), length));
    assertEquals(sum / steps, mean, 1e-12 * mean);
  }

  /** Against the rules of autograd applied to the network itself, tensor by tensor. */
  @Property(tries = 500)
  void aStepCostsWhatAutogradWouldCompute(@ForAll("architectures") ArchitectureSpec network) {
    GroupCosts costs = costs(network);
    for (int prefix = 0; prefix <= network.groups().size(); prefix++) {
      assertEquals(new Autograd(network, prefix).macs, costs.stepCost(prefix));
    }
  }

  @Provide
  Arbitrary<ArchitectureSpec> architectures() {
    return GeneratedArchitectures.architectures();
  }

  private static FreezePlan plan(ArchitectureSpec network, Strategy strategy, double t0) {
    return FreezePlan.continuous(FreezeOut.of(0.1, t0, strategy), network.groups().size());
  }

  private static GroupCosts costs(ArchitectureSpec network) {
    return GroupCosts.ofMacs(NetworkCost.of(network));
  }

  /** Follows which tensors require a gradient, as an engine does. */
  private static final class Autograd {
    private long macs;
    private boolean trains;

    Autograd(ArchitectureSpec network, int frozenPrefix) {
      boolean requiresGradient = false;
      FeatureShape shape = network.input();
      for (int i = 0; i < network.groups().size(); i++) {
        LayerGroup group = network.groups().get(i);
        trains = i >= frozenPrefix;
        requiresGradient = sequence(group.operations(), shape, requiresGradient);
        shape = group.outputShape(shape);
      }
    }

    private boolean sequence(List<Operation> operations, FeatureShape input, boolean gradient) {
      boolean requiresGradient = gradient;
      FeatureShape shape = input;
      for (Operation operation : operations) {
        requiresGradient = operation(operation, shape, requiresGradient);
        shape = operation.outputShape(shape);
      }
      return requiresGradient;
    }

    private boolean operation(Operation operation, FeatureShape input, boolean gradient) {
      if (operation instanceof Residual residual) {
        boolean body = sequence(residual.body(), input, gradient);
        boolean shortcut = sequence(residual.shortcut(), input, gradient);
        return body || shortcut;
      }
      if (operation instanceof Concatenation concatenation) {
        return sequence(concatenation.body(), input, gradient) || gradient;
      }
      long forward = 0;
      if (operation instanceof Convolution convolution) {
        forward = convolution.macs(input);
      } else if (operation instanceof Dense dense) {
        forward = dense.macs(input);
      }
      macs += forward * (1 + (trains ? 1 : 0) + (gradient ? 1 : 0));
      return gradient || trains && operation.parameters(input) > 0;
    }
  }
}
