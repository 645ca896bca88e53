package org.freezeout.simulated;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.freezeout.cost.SavingInterval;

/**
 * How often predicted intervals hold what is then measured, over machines of several noise levels.
 *
 * @param pooled share of all rounds
 * @param byNoise share of the rounds at each noise level
 * @param text all of it, and by kind of machine
 */
record Coverage(double pooled, Map<Double, Double> byNoise, String text) {

  /** The noise levels, standard deviations of a step's logarithm. */
  static final List<Double> NOISE = List.of(0.01, 0.03, 0.1, 0.3);

  private static final String PROPERTY = "freezeout.coverage.rounds";

  /** One machine, its calibration and a run on it. */
  record Round(SimulatedMachine machine, SavingInterval predicted, double measured) {

    boolean covered() {
      return predicted.low() <= measured && measured <= predicted.high();
    }

    double error() {
      return Math.abs(measured - predicted.saving());
    }
  }

  /** Draws a machine and a run, and makes both. */
  @FunctionalInterface
  interface Draw {
    Round round(double noise, long number);
  }

  /**
   * Makes rounds.
   *
   * @param rounds at each noise level, unless the system property {@code freezeout.coverage.rounds}
   *     says another number; the result is printed then
   */
  static Coverage of(int rounds, Draw draw) {
    int each = Integer.getInteger(PROPERTY, rounds);
    Map<Double, Double> byNoise = new TreeMap<>();
    Map<String, int[]> byMachine = new TreeMap<>();
    double error = 0;
    for (double noise : NOISE) {
      int covered = 0;
      for (int number = 0; number < each; number++) {
        Round round = draw.round(noise, number);
        covered += round.covered() ? 1 : 0;
        error += round.error();
        int[] counts = byMachine.computeIfAbsent(round.machine().kind(), kind -> new int[2]);
        counts[0] += round.covered() ? 1 : 0;
        counts[1]++;
      }
      byNoise.put(noise, (double) covered / each);
    }
    double pooled = byNoise.values().stream().mapToDouble(share -> share).average().orElseThrow();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d rounds: pooled coverage %.4f, mean absolute error %.4f, by noise %s",
            each * NOISE.size(),
            pooled,
            error / each / NOISE.size(),
            byNoise));
    byMachine.forEach(
        (kind, counts) ->
            text.append(
                String.format(Locale.ROOT, "%n%s: %.4f", kind, (double) counts[0] / counts[1])));
    if (System.getProperty(PROPERTY) != null) {
      System.out.println(text);
    }
    return new Coverage(pooled, byNoise, text.toString());
  }
}
