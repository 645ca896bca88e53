package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.SavingInterval;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;

/**
 * How often the 90 % interval of a predicted saving holds what a run then measures. In every round
 * a machine is drawn: its noise, drift and outliers, and a strategy, t_0 and length of the run. The
 * machine is calibrated as {@code freezeout calibrate} does it; then the baseline and the scheduled
 * run are trained in lockstep, with other noise.
 *
 * <p>The number of rounds at each noise level is the system property {@code
 * freezeout.coverage.rounds}.
 */
class PredictionCoverageTest {

  private static final List<Double> NOISE = List.of(0.01, 0.03, 0.1, 0.3);

  private static final String PROPERTY = "freezeout.coverage.rounds";

  private static final int ROUNDS = Integer.getInteger(PROPERTY, 300);

  /** Costs in which no group's share of the time is like its share of the operations. */
  private static final List<GroupSeconds> GROUPS =
      List.of(
          new GroupSeconds(0.013, 0.021, 0, 0, 0.001),
          new GroupSeconds(0.002, 0, 0, 0.003, 0.0),
          new GroupSeconds(0.007, 0.008, 0.011, 0, 0.0005),
          new GroupSeconds(0.030, 0.029, 0.020, 0.009, 0.0),
          new GroupSeconds(0.001, 0.001, 0, 0.0017, 0.0));

  @Test
  void predictionsHoldAsOftenAsTheySay() {
    Map<Double, Double> coverage = new TreeMap<>();
    Map<String, int[]> byMachine = new TreeMap<>();
    double absoluteError = 0;
    for (double sigma : NOISE) {
      int covered = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Round outcome = new Round(sigma, 1_000_003L * round + Math.round(1000 * sigma));
        covered += outcome.covered ? 1 : 0;
        absoluteError += Math.abs(outcome.error);
        int[] counts = byMachine.computeIfAbsent(outcome.machine(), machine -> new int[2]);
        counts[0] += outcome.covered ? 1 : 0;
        counts[1]++;
      }
      coverage.put(sigma, (double) covered / ROUNDS);
    }
    double pooled = coverage.values().stream().mapToDouble(c -> c).average().orElseThrow();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d rounds: pooled coverage %.4f, mean absolute error %.4f, by noise %s",
            ROUNDS * NOISE.size(),
            pooled,
            absoluteError / ROUNDS / NOISE.size(),
            coverage));
    byMachine.forEach(
        (machine, counts) ->
            text.append(
                String.format(Locale.ROOT, "%n%s: %.4f", machine, (double) counts[0] / counts[1])));
    if (System.getProperty(PROPERTY) != null) {
      System.out.println(text);
    }
    assertTrue(pooled >= 0.87 && pooled <= 0.93, text::toString);
    coverage.values().forEach(c -> assertTrue(c >= 0.85 && c <= 0.95, text::toString));
  }

  /** One machine, its calibration and a run on it. */
  private static final class Round {
    private final SimulatedCosts costs;
    private final double error;
    private final boolean covered;

    Round(double sigma, long seed) {
      var random = new SplittableRandom(seed);
      costs =
          new SimulatedCosts(
              1,
              GROUPS,
              0.004,
              0.0,
              0.0,
              sigma,
              SimulatedMachine.drift(random),
              SimulatedMachine.outliers(random));
      Strategy strategy = Strategy.values()[random.nextInt(Strategy.values().length)];
      SchedulePolicy policy =
          FreezeOut.of(Experiments.BASE_RATE, random.nextDouble(0.3, 0.9), strategy);
      ExperimentSpec spec =
          Experiments.spec(1, random.nextInt(60, 400), random.nextLong(), Optional.empty());
      ExperimentSpec other = Experiments.spec(1, 100, random.nextLong(), Optional.empty());
      CalibratedCost cost =
          new Calibrator(other, TrainingListener.NONE, () -> false)
              .calibrate(new SimulatedMachine(costs), null)
              .orElseThrow()
              .cost(spec.architecture());
      SavingInterval predicted =
          cost.interval(FreezePlan.discrete(policy, GROUPS.size(), spec.length()), spec.length());
      double measured = new SimulatedMachine(costs).saving(spec, policy, Optional.empty());
      error = measured - predicted.saving();
      covered = predicted.low() <= measured && measured <= predicted.high();
    }

    String machine() {
      return new SimulatedMachine(costs).kind();
    }
  }
}
