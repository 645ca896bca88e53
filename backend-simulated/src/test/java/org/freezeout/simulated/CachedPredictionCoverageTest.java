package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.SavingInterval;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;

/**
 * The same as {@link PredictionCoverageTest} for runs that keep the outputs of their frozen prefix,
 * by calibrations that measured steps with a cache.
 *
 * <p>The number of rounds at each noise level is the system property {@code
 * freezeout.coverage.rounds}.
 */
class CachedPredictionCoverageTest {

  private static final List<Double> NOISE = List.of(0.01, 0.03, 0.1, 0.3);

  private static final String PROPERTY = "freezeout.coverage.rounds";

  private static final int ROUNDS = Integer.getInteger(PROPERTY, 150);

  private static final CacheSpec ROOM = new CacheSpec(1 << 30, 0, CachePrecision.FLOAT32);

  /** To read and to store takes about as long as a group's forward pass, or much less. */
  private static final List<GroupSeconds> GROUPS =
      List.of(
          new GroupSeconds(0.013, 0.021, 0, 0, 0.001, 0.003, 0.005),
          new GroupSeconds(0.002, 0, 0, 0.003, 0.0, 0.003, 0.005),
          new GroupSeconds(0.007, 0.008, 0.011, 0, 0.0005, 0.001, 0.002),
          new GroupSeconds(0.030, 0.029, 0.020, 0.009, 0.0, 0.0005, 0.001),
          new GroupSeconds(0.001, 0.001, 0, 0.0017, 0.0));

  @Test
  void predictionsHoldAsOftenAsTheySay() {
    Map<Double, Double> coverage = new TreeMap<>();
    double absoluteError = 0;
    for (double sigma : NOISE) {
      int covered = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Round outcome = new Round(sigma, 1_000_033L * round + Math.round(1000 * sigma));
        covered += outcome.covered() ? 1 : 0;
        absoluteError += Math.abs(outcome.measured - outcome.predicted.saving());
      }
      coverage.put(sigma, (double) covered / ROUNDS);
    }
    double pooled = coverage.values().stream().mapToDouble(c -> c).average().orElseThrow();
    String text =
        String.format(
            Locale.ROOT,
            "%d rounds with a cache: pooled coverage %.4f, mean absolute error %.4f, by noise %s",
            ROUNDS * NOISE.size(),
            pooled,
            absoluteError / ROUNDS / NOISE.size(),
            coverage);
    if (System.getProperty(PROPERTY) != null) {
      System.out.println(text);
    }
    assertTrue(pooled >= 0.85 && pooled <= 0.95, text);
  }

  /** What is left without noise is that one epoch's images are taken to be stored all at once. */
  @Test
  void knowsTheSavingOfAMachineWithoutNoise() {
    var costs = new SimulatedCosts(1, GROUPS, 0.004, 0.0, 0.0, 0.0, Drift.NONE, Outliers.NONE);
    for (Strategy strategy : Strategy.values()) {
      for (int epochs : new int[] {2, 3, 4, 12}) {
        SchedulePolicy policy = FreezeOut.of(Experiments.BASE_RATE, 0.5, strategy);
        ExperimentSpec spec = Experiments.spec(epochs, 40, 7, Optional.empty());
        var round = new Round(costs, spec, spec, policy);
        assertEquals(round.measured, round.predicted.saving(), 0.002, round::toString);
        assertTrue(epochs < 4 || round.predicted.saving() > round.without + 0.005, round::toString);
      }
    }
  }

  /** One machine, its calibration and a run on it. */
  private static final class Round {
    private final SavingInterval predicted;
    private final double without;
    private final double measured;

    Round(double sigma, long seed) {
      this(sigma, new SplittableRandom(seed));
    }

    private Round(double sigma, SplittableRandom random) {
      this(
          new SimulatedCosts(
              1,
              GROUPS,
              0.004,
              0.0,
              0.0,
              sigma,
              SimulatedMachine.drift(random),
              SimulatedMachine.outliers(random)),
          Experiments.spec(1, 100, random.nextLong(), Optional.empty()),
          Experiments.spec(
              random.nextInt(3, 12), random.nextInt(20, 40), random.nextLong(), Optional.empty()),
          FreezeOut.of(
              Experiments.BASE_RATE,
              random.nextDouble(0.3, 0.8),
              Strategy.values()[random.nextInt(Strategy.values().length)]));
    }

    Round(
        SimulatedCosts costs,
        ExperimentSpec calibrated,
        ExperimentSpec spec,
        SchedulePolicy policy) {
      var machine = new SimulatedMachine(costs);
      CalibratedCost cost =
          new Calibrator(
                  calibrated,
                  Calibrator.SECONDS,
                  Optional.of(ROOM),
                  TrainingListener.NONE,
                  () -> false)
              .calibrate(machine, null)
              .orElseThrow()
              .cost(spec.architecture());
      CachePlan cache = CachePlan.of(spec, List.of(policy), ROOM).get(0);
      FreezePlan plan = new PlannedRun(policy, Optional.of(cache)).plan(spec);
      predicted = cost.interval(plan, spec.length());
      without = cost.saving(PlannedRun.of(policy).plan(spec));
      measured = machine.saving(spec, policy, Optional.of(cache));
    }

    boolean covered() {
      return predicted.low() <= measured && measured <= predicted.high();
    }

    @Override
    public String toString() {
      return predicted + ", without a cache " + without + ", measured " + measured;
    }
  }
}
