package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.GroupCosts;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;

class StepTimePropertiesTest {

  @Provide
  Arbitrary<GroupSeconds> groups() {
    Arbitrary<Double> seconds = Arbitraries.doubles().between(0, 10).ofScale(6);
    return Combinators.combine(seconds, seconds, seconds, seconds, seconds).as(GroupSeconds::new);
  }

  /** The steps of a whole run add up to what the cost model says of it, overhead added. */
  @Property(tries = 300)
  void stepsAddUpToTheCostModel(
      @ForAll @Size(5) List<@From("groups") GroupSeconds> groups,
      @ForAll @Scale(6) @DoubleRange(min = 0.000001, max = 5) double overhead,
      @ForAll Strategy strategy,
      @ForAll @Scale(6) @DoubleRange(min = 0.01, max = 1) double t0,
      @ForAll @IntRange(min = 1, max = 60) int steps) {
    var costs = new SimulatedCosts(1, groups, overhead, 0.0, 0.0, 0.0, Drift.NONE, Outliers.NONE);
    ExperimentSpec spec = Experiments.spec(1, steps, 1, Optional.empty());
    SchedulePolicy policy = FreezeOut.of(Experiments.BASE_RATE, t0, strategy);
    double sum = 0;
    try (TrainingSession session =
            new SimulatedSession(spec, costs, Experiments.learns(), "a test");
        Learner learner = session.newLearner(policy.forLayers(5))) {
      for (int step = 0; step < steps; step++) {
        sum += learner.train(step).elapsed().wallSeconds();
      }
    }
    GroupCosts model = costs.groupCosts(Experiments.learns());
    double expected =
        steps * (overhead + model.meanStepCost(FreezePlan.discrete(policy, 5, spec.length())));
    assertEquals(expected, sum, 1e-10 * expected);
  }
}
