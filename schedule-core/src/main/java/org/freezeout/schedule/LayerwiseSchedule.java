package org.freezeout.schedule;

import java.util.List;

/**
 * Learning rates and freeze times of every layer of one network. Layers freeze in order, so the
 * frozen ones always are a prefix of the network.
 *
 * @param layers the annealing of each layer, from the input to the output; at least one, ends
 *     non-decreasing
 */
public record LayerwiseSchedule(List<CosineAnnealing> layers) {

  /**
   * Checks the order of freezing.
   *
   * @throws IllegalArgumentException if there is no layer or a layer freezes before an earlier one
   */
  public LayerwiseSchedule {
    layers = List.copyOf(layers);
    Checks.atLeast("layers", 1, layers.size());
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).end() < layers.get(i - 1).end()) {
        throw new IllegalArgumentException(
            "layer "
                + i
                + " must not freeze before layer "
                + (i - 1)
                + ": its freeze time "
                + layers.get(i).end()
                + " is below "
                + layers.get(i - 1).end());
      }
    }
  }

  /** The number n of layers. */
  public int size() {
    return layers.size();
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
   * All learning rates at once, without allocation.
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
    for (int i = 0; i < rates.length; i++) {
      rates[i] = layers.get(i).rate(t);
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
    int k = 0;
    while (k < size() && isFrozen(k, t)) {
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

  private CosineAnnealing layer(int layer) {
    return layers.get(Checks.index("layer", layer, size()));
  }
}
