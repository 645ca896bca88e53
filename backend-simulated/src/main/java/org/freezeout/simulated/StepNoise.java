package org.freezeout.simulated;

import java.util.SplittableRandom;
import org.freezeout.schedule.CosineAnnealing;
import org.freezeout.schedule.LayerwiseSchedule;

/**
 * The noise of one run's steps. It is a pure function of the seed, the run's schedule and the step:
 * neither the order of the steps nor the runs beside it change it.
 */
final class StepNoise {

  private final double sigma;
  private final Outliers outliers;
  private final long key;

  /**
   * The noise of a run.
   *
   * @param costs say how strong it is
   * @param seed of the experiment
   * @param schedule of the run
   * @param twins how many runs with the same schedule came before; each has noise of its own
   */
  StepNoise(SimulatedCosts costs, long seed, LayerwiseSchedule schedule, int twins) {
    this.sigma = costs.noiseSigma();
    this.outliers = costs.outliers();
    long hash = mix(seed, twins);
    for (CosineAnnealing layer : schedule.layers()) {
      hash = mix(hash, Double.doubleToLongBits(layer.initialRate()));
      hash = mix(hash, Double.doubleToLongBits(layer.end()));
    }
    this.key = hash;
  }

  /** The factor by which a step takes longer. */
  double factor(int step) {
    return factor(step, 0);
  }

  /**
   * The same where the step is trained again.
   *
   * @param repetition how often it was trained before
   */
  double factor(int step, int repetition) {
    var random = new SplittableRandom(mix(key, step + ((long) repetition << Integer.SIZE)));
    double z = normal(random.nextDouble(), random.nextDouble());
    double outlier = random.nextDouble() < outliers.probability() ? outliers.factor() : 1;
    return StrictMath.exp(sigma * z - sigma * sigma / 2) * outlier;
  }

  /** A normally distributed number from two uniform ones in [0, 1) (Box and Muller, 1958). */
  private static double normal(double u, double v) {
    return StrictMath.sqrt(-2 * StrictMath.log(1 - u)) * StrictMath.cos(2 * Math.PI * v);
  }

  private static long mix(long hash, long value) {
    return new SplittableRandom(hash ^ new SplittableRandom(value).nextLong()).nextLong();
  }
}
