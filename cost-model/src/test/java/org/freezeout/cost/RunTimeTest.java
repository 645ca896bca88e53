package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;

class RunTimeTest {

  /** What a step takes with 0, …, 4 groups frozen. */
  private static final double[] STEP = {0.5, 0.4, 0.3, 0.2, 0.1};

  private static final TrainingLength LENGTH = new TrainingLength(4, 25);
  private static final Strategy POLICY_STRATEGY = Strategy.CUBIC;
  private static final FreezeOut POLICY = FreezeOut.of(0.1, 0.3, POLICY_STRATEGY);
  private static final FreezePlan PLAN = FreezePlan.discrete(POLICY, 5, LENGTH);

  /** Every step and evaluation by itself, as the run makes them. */
  private static double seconds(LayerwiseSchedule schedule, double handover, double preparation) {
    double seconds = 7; // start
    for (int step = 0; step < LENGTH.steps(); step++) {
      double ofStep = STEP[schedule.frozenPrefix(LENGTH.progress(step))];
      seconds += ofStep + handover + Math.max(0, preparation - ofStep);
    }
    return seconds + LENGTH.epochs() * 10 * 0.02;
  }

  private static RunOverheads overheads(double handover, double preparation) {
    return new RunOverheads(
        new Measured(handover, 0),
        new Measured(preparation, 0),
        new Measured(0.02, 0),
        new Measured(7, 0));
  }

  @Test
  void addsUpEveryStepAndEvaluation() {
    for (double preparation : new double[] {0, 0.25, 0.45, 2}) {
      RunForecast forecast = runTime(0, 1, overheads(0.01, preparation)).forecast(PLAN, LENGTH, 10);
      double scheduled = seconds(POLICY.forLayers(5), 0.01, preparation);
      double baseline = seconds(new UniformAnnealing(0.1).forLayers(5), 0.01, preparation);
      assertEquals(scheduled, forecast.scheduled().total(), 1e-9);
      assertEquals(baseline, forecast.baseline().total(), 1e-9);
      assertEquals(1 - scheduled / baseline, forecast.totalSaving().saving(), 1e-12);
      assertEquals(0, forecast.totalSaving().halfWidth(), 1e-9);
      assertEquals((baseline - 50) / baseline, forecast.besideShare(), 1e-12);
      double least = 0.1 + 0.01 + Math.max(0, preparation - 0.1);
      assertEquals((100 * least + 7.8) / baseline, forecast.untouchedShare(), 1e-12);
    }
  }

  /** Every step by itself, in epochs whose images were all stored in the one before, or none. */
  @Test
  void addsUpEveryStepWithACache() {
    double[] found = {0.5, 0.35, 0.2, 0.1, 0.05};
    double[] filling = {0.5, 0.41, 0.31, 0.21, 0.11};
    List<Integer> prefixes = List.of(0, 1, 2, 3, 4);
    List<Double> round = new ArrayList<>();
    for (double[] seconds : new double[][] {STEP, found, filling}) {
      for (int k = seconds == STEP ? 0 : 1; k < 5; k++) {
        round.add(seconds[k]);
      }
    }
    var samples =
        new StepSamples(prefixes, List.of(1, 2, 3, 4), List.of(), Collections.nCopies(16, round));
    GroupCosts shape = new GroupCosts(Collections.nCopies(5, new GroupCost(1, 1, 0, 0, true)));
    RunTime time = RunTime.of(CalibratedCost.of(shape, samples), samples, overheads(0.01, 0.12));
    PrefixCaching caching = new PrefixCaching(1, 1, 1, 1_000_000);
    FreezePlan plan = FreezePlan.cached(POLICY, 5, LENGTH, caching);
    double scheduled = 7 + 4 * 10 * 0.02;
    LayerwiseSchedule schedule = POLICY.forLayers(5);
    for (int step = 0; step < 100; step++) {
      int frozen = schedule.frozenPrefix(LENGTH.progress(step));
      int before = step - step % 25 - 25;
      int stored = before < 0 ? 0 : schedule.frozenPrefix(LENGTH.progress(before));
      double ofStep = STEP[frozen] - (STEP[stored] - found[stored]);
      ofStep += stored < frozen && step < 75 ? filling[frozen] - STEP[frozen] : 0;
      scheduled += ofStep + 0.01 + Math.max(0, 0.12 - ofStep);
    }
    RunForecast forecast = time.forecast(plan, LENGTH, 10);
    assertEquals(scheduled, forecast.scheduled().total(), 1e-9);
    double baseline = forecast.baseline().total();
    assertEquals(100 * 0.51 + 7.8, baseline, 1e-9);
    assertEquals((100 * 0.13 + 7.8) / baseline, forecast.untouchedShare(), 1e-12);
    double plain = time.forecast(PLAN, LENGTH, 10).scheduled().total();
    assertTrue(scheduled < plain, scheduled + " < " + plain);
    double seconds = (scheduled + plain) / 2;
    double t0 =
        time.latestT0(
                t -> FreezePlan.cached(FreezeOut.of(0.1, t, POLICY_STRATEGY), 5, LENGTH, caching),
                LENGTH,
                10,
                seconds)
            .orElseThrow();
    assertTrue(t0 > time.latestT0(POLICY_STRATEGY, LENGTH, 10, seconds).orElseThrow());
  }

  /** Where batches come every 2 s whatever the steps take, nothing is saved. */
  @Test
  void savesNothingWhereDataIsTheBottleneck() {
    RunForecast forecast = runTime(0, 1, overheads(0, 2)).forecast(PLAN, LENGTH, 10);
    assertTrue(forecast.trainingSaving().saving() > 0.3);
    assertEquals(0, forecast.totalSaving().saving(), 1e-12);
    assertEquals(1, forecast.untouchedShare(), 1e-12);
  }

  @Test
  void manyRunsInLockstepHideThePreparationAndHaveNoStart() {
    RunTime time = runTime(0, 1, overheads(0.01, 0.45));
    RunForecast forecast = time.inLockstep(PLAN, LENGTH, 10, 10);
    assertEquals(100 * 0.01, forecast.scheduled().waiting(), 1e-9);
    assertEquals(0, forecast.scheduled().start());
    assertEquals(50 + 1 + 0.8, forecast.baseline().total(), 1e-9);
  }

  @Test
  void theIntervalHoldsWhatIsNotKnownOfTheOtherParts() {
    RunOverheads known = overheads(0.01, 0);
    var vague =
        new RunOverheads(
            known.handoverSeconds(),
            known.preparationSeconds(),
            new Measured(0.02, 0.01),
            known.startSeconds());
    RunForecast exact = runTime(0, 1, known).forecast(PLAN, LENGTH, 1000);
    RunForecast forecast = runTime(0, 1, vague).forecast(PLAN, LENGTH, 1000);
    assertEquals(exact.totalSaving().saving(), forecast.totalSaving().saving());
    // Evaluations take 80 s, 40 s more or less.
    assertEquals(40, forecast.baseline().high() - forecast.baseline().total(), 1e-9);
    double baseline = forecast.baseline().total();
    double saved = exact.totalSaving().saving() * baseline;
    double slope = saved / baseline / baseline * 40;
    assertEquals(slope, forecast.totalSaving().halfWidth(), 1e-9);
  }

  /**
   * Steps that scatter by 0.1 in uniform noise have a standard deviation of 0.1 / sqrt(3). Twice
   * that would be 0.115, the most that is assumed.
   */
  @Test
  void aRunThatOutlastsItsCalibrationMayMeetAnotherSpeed() {
    RunTime time = runTime(0.1, 1, overheads(0, 0));
    TrainingLength hours = new TrainingLength(100, 1000);
    RunForecast.Seconds run =
        time.forecast(FreezePlan.discrete(POLICY, 5, hours), hours, 0).baseline();
    double atLeast = 1.645 * 0.105;
    double half = (run.high() - run.total()) / run.total();
    assertTrue(half > atLeast && half < 0.25, "half-width " + half);
    TrainingLength short16 = new TrainingLength(1, 16);
    RunForecast.Seconds brief =
        time.forecast(FreezePlan.discrete(POLICY, 5, short16), short16, 0).baseline();
    assertTrue((brief.high() - brief.total()) / brief.training() < atLeast, brief.toString());
  }

  @Test
  void refusesTimesThatAreNone() {
    assertThrows(IllegalArgumentException.class, () -> new Measured(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Measured(1, Double.NaN));
    assertEquals(
        "a mean needs at least two values, got [1.0]",
        assertThrows(IllegalArgumentException.class, () -> Measured.of(new double[] {1}))
            .getMessage());
  }

  /** Student's t of 4 values is 2.353 at 95 %; their standard error is 1 / sqrt(2). */
  @Test
  void aMeanHasStudentsInterval() {
    Measured mean = Measured.of(new double[] {1, 1 + Math.sqrt(6), 1, 1 + Math.sqrt(6)});
    assertEquals(1 + Math.sqrt(6) / 2, mean.value(), 1e-12);
    assertEquals(2.353 * Math.sqrt(0.5), mean.halfWidth(), 1e-3);
  }

  @Property(tries = 100)
  void findsTheLatestFreezingThatFits(
      @ForAll Strategy strategy, @ForAll @DoubleRange(min = 0, max = 1) double share) {
    RunTime time = runTime(0, 1, overheads(0.01, 0));
    double most = seconds(new UniformAnnealing(0.1).forLayers(5), 0.01, 0);
    double least = 100 * 0.11 + 7.8;
    double wanted = least + share * (most - least);
    OptionalDouble t0 = time.latestT0(strategy, LENGTH, 10, wanted);
    if (t0.isEmpty()) {
      assertTrue(total(time, strategy, Solver.MIN_T0) > wanted);
      return;
    }
    assertTrue(total(time, strategy, t0.getAsDouble()) <= wanted);
    if (t0.getAsDouble() < 0.999) {
      assertTrue(total(time, strategy, t0.getAsDouble() + 1e-6) > wanted);
    }
    assertEquals(
        OptionalDouble.empty(), time.latestT0(strategy, LENGTH, 10, least - 1), "too little");
    assertEquals(OptionalDouble.of(1), time.latestT0(strategy, LENGTH, 10, most + 1e-6));
  }

  private static double total(RunTime time, Strategy strategy, double t0) {
    FreezePlan plan = FreezePlan.discrete(FreezeOut.of(0.1, t0, strategy), 5, LENGTH);
    return time.forecast(plan, LENGTH, 10).scheduled().total();
  }

  @Property(tries = 200)
  void keepsAmdahlsLaw(
      @ForAll Strategy strategy,
      @ForAll @DoubleRange(min = 0.01, max = 1) double t0,
      @ForAll @DoubleRange(min = 0, max = 1) double handover,
      @ForAll @DoubleRange(min = 0, max = 1) double preparation,
      @ForAll @DoubleRange(min = 0, max = 0.05) double sigma,
      @ForAll @IntRange(min = 0, max = 10_000) int testImages,
      @ForAll long seed) {
    RunTime time = runTime(sigma, seed, overheads(handover, preparation));
    FreezePlan plan = FreezePlan.discrete(FreezeOut.of(0.1, t0, strategy), 5, LENGTH);
    RunForecast forecast = time.forecast(plan, LENGTH, testImages);
    SavingInterval total = forecast.totalSaving();
    SavingInterval training = forecast.trainingSaving();
    assertTrue(total.low() <= total.saving() && total.saving() <= total.high());
    assertTrue(total.saving() <= 1 - forecast.untouchedShare() + 1e-12, forecast.toString());
    assertTrue(
        total.saving() <= training.saving() * (1 - forecast.besideShare()) + 1e-9,
        forecast.toString());
    assertTrue(forecast.untouchedShare() > forecast.besideShare() - 1e-12);
    if (preparation < 0.05) {
      assertEquals(training.saving() * (1 - forecast.besideShare()), total.saving(), 1e-9);
    }
    for (RunForecast.Seconds seconds : List.of(forecast.baseline(), forecast.scheduled())) {
      assertTrue(0 <= seconds.low() && seconds.low() <= seconds.total());
      assertTrue(seconds.total() <= seconds.high());
      assertEquals(
          seconds.total(),
          seconds.training() + seconds.waiting() + seconds.evaluation() + seconds.start(),
          1e-9);
    }
    // More to evaluate never saves a larger share.
    RunForecast more = time.forecast(plan, LENGTH, testImages + 100);
    assertTrue(more.totalSaving().saving() <= total.saving() + 1e-12);
    assertTrue(more.scheduled().total() > forecast.scheduled().total());
    // Nor does freezing later.
    FreezePlan later = FreezePlan.discrete(FreezeOut.of(0.1, (1 + t0) / 2, strategy), 5, LENGTH);
    assertTrue(
        time.forecast(later, LENGTH, testImages).totalSaving().saving() <= total.saving() + 1e-12);
  }

  private static RunTime runTime(double sigma, long seed, RunOverheads overheads) {
    var random = new SplittableRandom(seed);
    List<List<Double>> rounds = new ArrayList<>();
    for (int r = 0; r < 16; r++) {
      List<Double> seconds = new ArrayList<>();
      for (double step : STEP) {
        seconds.add(step * (1 + sigma * random.nextDouble(-1, 1)));
      }
      rounds.add(seconds);
    }
    GroupCosts shape = new GroupCosts(Collections.nCopies(5, new GroupCost(1, 1, 0, 0, true)));
    var samples = new StepSamples(List.of(0, 1, 2, 3, 4), rounds);
    return RunTime.of(CalibratedCost.of(shape, samples), samples, overheads);
  }
}
