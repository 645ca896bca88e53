package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.GeneratedArchitectures;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;

/** Laws of what a cache is predicted to spare. */
class PrefixCachingLawsTest {

  private static final List<CostModel> MODELS = List.of(new PaperCost(), new GradientCost());
  private static final double ROUNDING = 1e-14;

  @Property(tries = 300)
  void aCacheNeverSavesLess(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.1, max = 1) @Scale(9) double t0,
      @ForAll @IntRange(min = 1, max = 30) int epochs,
      @ForAll @IntRange(min = 1, max = 50) int stepsPerEpoch,
      @ForAll @IntRange(min = 1, max = 5) int views,
      @ForAll @DoubleRange(min = 0.5, max = 1) double seenShare) {
    int groups = network.groups().size();
    FreezeOut policy = FreezeOut.of(0.1, t0, strategy);
    TrainingLength length = new TrainingLength(epochs, stepsPerEpoch);
    FreezePlan plain = FreezePlan.discrete(policy, groups, length);
    for (int border = 1; border <= groups; border++) {
      PrefixCaching caching = new PrefixCaching(views, border, seenShare);
      FreezePlan cached = FreezePlan.cached(policy, groups, length, caching);
      for (int i = 0; i < groups; i++) {
        double forward = cached.forwardShare(i);
        assertTrue(forward >= plain.trainedShare(i) - ROUNDING && forward <= 1, cached::toString);
      }
      for (CostModel model : MODELS) {
        double more = model.saving(network, cached) - model.saving(network, plain);
        assertTrue(epochs > views ? more >= -ROUNDING : more == 0, () -> model.name() + more);
      }
    }
  }

  /** Every image has its place in every epoch: then the shares are no matter of chance. */
  @Property(tries = 200)
  void wholeEpochsSpareWhatExplicitEntriesSpare(
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.1, max = 1) @Scale(9) double t0,
      @ForAll @IntRange(min = 1, max = 6) int groups,
      @ForAll @IntRange(min = 1, max = 12) int epochs,
      @ForAll @IntRange(min = 1, max = 9) int stepsPerEpoch,
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 4) int views,
      @ForAll @IntRange(min = 0, max = 5) int border,
      @ForAll Random random) {
    LayerwiseSchedule schedule = FreezeOut.of(0.1, t0, strategy).forLayers(groups);
    PrefixCaching caching = new PrefixCaching(views, 1 + border % groups, 1);
    TrainingLength length = new TrainingLength(epochs, stepsPerEpoch);
    var training =
        new CachedTraining(
            schedule, epochs, stepsPerEpoch * batch, batch, views, caching.firstBorder(), random);
    for (int i = 0; i < groups; i++) {
      assertEquals(
          training.forwardShare(i, batch), caching.forwardShare(schedule, length, i), 1e-12);
    }
  }

  /** A step, and images that an epoch leaves out, are a matter of chance: the mean of many runs. */
  @Property(tries = 12)
  void onAverageStepsSpareWhatExplicitEntriesSpare(
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.3, max = 0.8) @Scale(9) double t0,
      @ForAll @IntRange(min = 4, max = 12) int epochs,
      @ForAll @IntRange(min = 1, max = 3) int views,
      @ForAll @IntRange(min = 1, max = 3) int border,
      @ForAll @IntRange(min = 0, max = 3) int leftOver,
      @ForAll Random random) {
    int batch = 4;
    int images = 4 * batch + leftOver;
    int runs = 2000;
    LayerwiseSchedule schedule = FreezeOut.of(0.1, t0, strategy).forLayers(4);
    TrainingLength length = new TrainingLength(epochs, images / batch);
    PrefixCaching caching = new PrefixCaching(views, border, 16.0 / images);
    double[][] mean = new double[length.steps()][4];
    for (int run = 0; run < runs; run++) {
      int[][] forward =
          new CachedTraining(schedule, epochs, images, batch, views, border, random).forward;
      for (int step = 0; step < forward.length; step++) {
        for (int i = 0; i < 4; i++) {
          mean[step][i] += (double) forward[step][i] / batch / runs;
        }
      }
    }
    // A share of 4 images has a standard deviation of at most 1/2 (all of them alike) in a run.
    double tolerance = 5 * 0.5 / Math.sqrt(runs);
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      for (int step = 0; step < mean.length; step++) {
        double expected = caching.forwardShare(schedule, length, i, step);
        assertEquals(expected, mean[step][i], tolerance);
        sum += expected;
      }
      assertEquals(sum / mean.length, caching.forwardShare(schedule, length, i), 1e-12);
    }
  }

  /** A group runs for a whole batch as soon as one image needs it. */
  @Property(tries = 12)
  void onAverageWholeBatchesAreSparedWhatExplicitEntriesSpare(
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.3, max = 0.8) @Scale(9) double t0,
      @ForAll @IntRange(min = 4, max = 12) int epochs,
      @ForAll @IntRange(min = 1, max = 3) int views,
      @ForAll @IntRange(min = 0, max = 2) int leftOver,
      @ForAll Random random) {
    int batch = 3;
    int images = 20 * batch + leftOver;
    int runs = 500;
    LayerwiseSchedule schedule = FreezeOut.of(0.1, t0, strategy).forLayers(4);
    TrainingLength length = new TrainingLength(epochs, images / batch);
    PrefixCaching caching = new PrefixCaching(views, 1, 20.0 * batch / images, batch);
    double[][] mean = new double[length.steps()][4];
    for (int run = 0; run < runs; run++) {
      int[][] forward =
          new CachedTraining(schedule, epochs, images, batch, views, 1, random).forward;
      for (int step = 0; step < forward.length; step++) {
        for (int i = 0; i < 4; i++) {
          mean[step][i] += (forward[step][i] > 0 ? 1.0 : 0) / runs;
        }
      }
    }
    // That images of a batch differ from each other is neglected: at most 0.03 with 3 of 60.
    double tolerance = 5 * 0.5 / Math.sqrt(runs) + 0.03;
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      double measured = 0;
      for (int step = 0; step < mean.length; step++) {
        double expected = caching.forwardShare(schedule, length, i, step);
        assertEquals(expected, mean[step][i], tolerance);
        sum += expected;
        measured += mean[step][i];
      }
      assertEquals(sum / mean.length, caching.forwardShare(schedule, length, i), 1e-12);
      assertEquals(measured / mean.length, caching.forwardShare(schedule, length, i), 0.01);
    }
  }

  @Property(tries = 200)
  void theMeanStepIsTheMeanOfTheSteps(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.1, max = 1) @Scale(9) double t0,
      @ForAll @IntRange(min = 1, max = 12) int epochs,
      @ForAll @IntRange(min = 1, max = 20) int stepsPerEpoch,
      @ForAll @IntRange(min = 1, max = 4) int views,
      @ForAll @IntRange(min = 1, max = 130) int batch) {
    GroupCosts costs = GroupCosts.ofMacs(NetworkCost.of(network));
    TrainingLength length = new TrainingLength(epochs, stepsPerEpoch);
    FreezeOut policy = FreezeOut.of(0.1, t0, strategy);
    LayerwiseSchedule schedule = policy.forLayers(network.groups().size());
    PrefixCaching caching = new PrefixCaching(views, 1, 1, batch);
    double sum = 0;
    for (int step = 0; step < length.steps(); step++) {
      sum += costs.stepCost(schedule, length, step, caching);
    }
    double mean = costs.meanStepCost(FreezePlan.cached(policy, schedule.size(), length, caching));
    assertEquals(sum / length.steps(), mean, 1e-12 * mean);
  }

  @Property(tries = 150)
  void solvingInvertsPredicting(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.01, max = 1) @Scale(9) double t0,
      @ForAll @IntRange(min = 1, max = 30) int epochs,
      @ForAll @IntRange(min = 1, max = 3) int views,
      @ForAll @IntRange(min = 1, max = 130) int batch) {
    PrefixCaching caching = new PrefixCaching(views, 1, 1, batch);
    int groups = network.groups().size();
    for (CostModel model : MODELS) {
      double saving =
          model.saving(
              network, FreezePlan.cached(FreezeOut.of(0.1, t0, strategy), groups, epochs, caching));
      if (Solver.solve(network, model, strategy, saving, epochs, caching)
          instanceof Solution.Found found) {
        assertTrue(found.saving() >= saving - ROUNDING);
        assertEquals(saving, found.saving(), 1e-11);
      } else {
        throw new AssertionError(model.name() + " saves " + saving + " with t0 " + t0);
      }
    }
  }

  @Provide
  Arbitrary<ArchitectureSpec> architectures() {
    return GeneratedArchitectures.architectures();
  }
}
