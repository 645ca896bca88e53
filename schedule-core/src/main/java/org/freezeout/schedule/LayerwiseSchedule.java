package org.freezeout.schedule;

import java.util.Arrays;
import java.util.List;

/**
 * Learning rates and freeze times of every layer of one network. Layers freeze in order, so the
 * frozen ones always are a prefix of the network.
 */
public final class LayerwiseSchedule {

  private final List<CosineAnnealing> layers;
  private final double[] initialRates;
  private final double[] freezeTimes;

  /**
   * Puts layers together.
   *
   * @param layers the annealing of each layer, from the input to the output; at least one, ends
   *     non-decreasing
   * @throws IllegalArgumentException if there is no layer or a layer freezes before an earlier one
   */
  public LayerwiseSchedule(List<CosineAnnealing> layers) {
    this.layers = List.copyOf(layers);
    Checks.atLeast("layers", 1, layers.size());
    initialRates = layers.stream().mapToDouble(CosineAnnealing::initialRate).toArray();
    freezeTimes = layers.stream().mapToDouble(CosineAnnealing::end).toArray();
    for (int i = 1; i < freezeTimes.length; i++) {
      if (freezeTimes[i] < freezeTimes[i - 1]) {
        throw new IllegalArgumentException(
            "layer "
                + i
                + " must not freeze before layer "
                + (i - 1)
                + ": its freeze time "
                + freezeTimes[i]
                + " is below "
                + freezeTimes[i - 1]);
      }
    }
  }

  /** The annealing of each layer, from the input to the output. */
  public List<CosineAnnealing> layers() {
    return layers;
  }

  /** The number n of layers. */
  public int size() {
    return freezeTimes.length;
  }

  /**
   * The learning rate a_i(t).
   *
   * @param layer index i in [0, n)
   * @param t progress, at least 0; from t_i on the rate is exactly 0
   * @throws IllegalArgumentException if an argument is outside its domain
   */
  public double rate(int layer, double t) {
    return layer(layer).rate(t);
  }

  /**
   * All learning rates at once, without allocation and without a call of the cosine: each is within
   * 1e-15 a_i(0) of {@link #rate}, and exactly 0 from t_i on.
   *
   * @param t progress, at least 0
   * @param rates receives a_i(t) at index i; its length is n
   * @throws IllegalArgumentException if an argument is outside its domain
   */
  public void rates(double t, double[] rates) {
    if (rates.length != size()) {
      throw new IllegalArgumentException(
          "rates must have length " + size() + ", got " + rates.length);
    }
    int k = frozenPrefix(t);
    Arrays.fill(rates, 0, k, 0);
    for (int i = k; i < rates.length; i++) {
      rates[i] = initialRates[i] * HalfAngle.raisedCosine(t / freezeTimes[i]);
    }
  }

  /** The rate a_i(0). */
  public double initialRate(int layer) {
    return layer(layer).initialRate();
  }

  /** The freeze time t_i, in (0, 1]. */
  public double freezeTime(int layer) {
    return layer(layer).end();
  }

  /** Whether a layer no longer trains at progress t: t &gt;= t_i. */
  public boolean isFrozen(int layer, double t) {
    return Checks.progress(t) >= freezeTime(layer);
  }

  /** How many layers no longer train at progress t: layers [0, k) are frozen, [k, n) train. */
  public int frozenPrefix(double t) {
    Checks.progress(t);
    int k = 0;
    while (k < freezeTimes.length && t >= freezeTimes[k]) {
      k++;
    }
    return k;
  }

  /**
   * The first step at which a layer is frozen: the smallest s with s / T &gt;= t_i, and T for a
   * layer that trains to the end.
   *
   * @return the step, in [1, T]
   */
  public int freezeStep(int layer, TrainingLength length) {
    double freezeTime = freezeTime(layer);
    // The product may be off by one rounding; the comparison decides.
    int step = (int) Math.max(0, Math.floor(freezeTime * length.steps()) - 1);
    while (step < length.steps() && length.progress(step) < freezeTime) {
      step++;
    }
    return step;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerwiseSchedule schedule && layers.equals(schedule.layers);
  }

  @Override
  public int hashCode() {
    return layers.hashCode();
  }

  @Override
  public String toString() {
    return "LayerwiseSchedule" + layers;
  }

  private CosineAnnealing layer(int layer) {
    return layers.get(Checks.index("layer", layer, size()));
  }
}
