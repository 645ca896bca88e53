package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.RunForecast;
import org.freezeout.cost.SavingInterval;
import org.freezeout.experiment.Calibration;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.ComparisonRow;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.Timeline;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predicted total times against runs on machines whose costs are known. */
class TotalTimeTest {

  private static final String QUIET = ", \"overhead_seconds\": 0.004, \"evaluation_seconds\": 0.9";
  private static final SchedulePolicy CUBIC = FreezeOut.of(0.1, 0.6, Strategy.CUBIC);

  @TempDir private Path folder;

  private Path costs(String further) throws Exception {
    return Files.writeString(
        folder.resolve("costs.json"), String.format(Locale.ROOT, Experiments.COSTS, further));
  }

  private static Calibration calibrate(ExperimentSpec spec) {
    return new Calibrator(spec, TrainingListener.NONE, () -> false)
        .calibrate(new SimulatedBackend(), null)
        .orElseThrow();
  }

  /** Without noise the prediction is the measurement, in lockstep and alone. */
  @Test
  void isExactOnAQuietMachine() throws Exception {
    // All of the ten test images fit into what a calibration evaluates, of eight batches.
    ExperimentSpec spec = Experiments.spec(3, 40, 5, Optional.of(costs(QUIET + WAITS)));
    Calibration calibration = calibrate(spec);
    List<SchedulePolicy> policies = Experiments.policies(0.6, List.of(Strategy.CUBIC));
    List<TrainingRun> runs =
        new LockstepTraining(spec, policies, TrainingListener.NONE, () -> false)
            .trainAll(new SimulatedBackend(), null, folder.resolve("runs"));
    ComparisonRow row =
        Comparison.of(
                spec.architecture(),
                runs.get(0),
                runs.subList(1, 2),
                List.of(),
                Optional.of(calibration.runTime(spec.architecture())))
            .rows()
            .get(0);
    int evaluated = calibration.besideSteps().evaluationImages();
    assertEquals(8, evaluated);
    FreezePlan plan = FreezePlan.discrete(CUBIC, 5, spec.length());
    // The machine's evaluations take 0.9 s however many images there are.
    RunForecast alone =
        calibration.runTime(spec.architecture()).inLockstep(plan, spec.length(), evaluated, 1);
    assertEquals(Timeline.of(runs.get(1)).end(), alone.scheduled().total(), 1e-9);
    assertEquals(Timeline.of(runs.get(0)).end(), alone.baseline().total(), 1e-9);
    assertEquals(row.totalSaving(), alone.totalSaving().saving(), 1e-9);
    assertEquals(0, alone.totalSaving().halfWidth(), 1e-9);
    // In a comparison evaluations are of all ten images, taken to last in proportion.
    assertTrue(row.predictedTotalSaving() < row.totalSaving());
  }

  private static final String WAITS = ", \"data_wait_seconds\": 0.013";

  /**
   * On noisy machines the intervals hold at least nine in ten: of total savings, and of the seconds
   * of both runs. The noise is that of steps and single evaluations alike. Those of savings hold
   * more here, as the machine does not drift, which a calibration cannot know.
   */
  @Test
  void holdsAsOftenAsItSays() throws Exception {
    int rounds = 200;
    int savings = 0;
    int seconds = 0;
    var random = new SplittableRandom(17);
    for (int round = 0; round < rounds; round++) {
      double sigma = round % 2 == 0 ? 0.02 : 0.1;
      String noise = String.format(Locale.ROOT, ", \"noise_sigma\": %s", sigma);
      Path file = costs(QUIET + WAITS + noise);
      ExperimentSpec spec = Experiments.spec(2, 60, random.nextLong(), Optional.of(file));
      ExperimentSpec other = Experiments.spec(1, 100, random.nextLong(), Optional.of(file));
      FreezePlan plan = FreezePlan.discrete(CUBIC, 5, spec.length());
      RunForecast forecast =
          calibrate(other).runTime(spec.architecture()).inLockstep(plan, spec.length(), 8, 2);
      double[] measured = train(spec);
      double baseline = measured[0];
      double scheduled = measured[1];
      SavingInterval total = forecast.totalSaving();
      double saving = 1 - scheduled / baseline;
      savings += total.low() <= saving && saving <= total.high() ? 1 : 0;
      seconds += holds(forecast.baseline(), baseline) + holds(forecast.scheduled(), scheduled);
    }
    String text = savings + " of " + rounds + " savings, " + seconds / 2 + " times";
    // Two standard errors below 0.9: 0.85; intervals of times may be wider, too.
    assertTrue(savings >= 0.85 * rounds && savings < rounds, text);
    assertTrue(seconds >= 2 * 0.85 * rounds, text);
  }

  /** How long the baseline and the scheduled run take, in lockstep. */
  private static double[] train(ExperimentSpec spec) {
    double[] seconds = new double[2];
    try (TrainingSession session = new SimulatedBackend().open(spec, null)) {
      List<Learner> learners =
          Experiments.policies(0.6, List.of(Strategy.CUBIC)).stream()
              .map(policy -> session.newLearner(policy.forLayers(5)))
              .toList();
      for (int step = 0; step < spec.length().steps(); step++) {
        double wait = session.loadBatch(step).waitSeconds();
        boolean last = (step + 1) % spec.length().stepsPerEpoch() == 0;
        for (int i = 0; i < 2; i++) {
          seconds[i] += wait + learners.get(i).train(step).elapsed().wallSeconds();
          seconds[i] += last ? learners.get(i).evaluate().elapsed().wallSeconds() : 0;
        }
      }
    }
    return seconds;
  }

  private static int holds(RunForecast.Seconds predicted, double seconds) {
    return predicted.low() <= seconds && seconds <= predicted.high() ? 1 : 0;
  }
}
