package org.freezeout.cost;

import java.util.Locale;

/**
 * Whether freezing is worth it by what was measured: only where the whole 90 % interval of the
 * saving lies above 0.
 *
 * @param freeze whether to freeze
 * @param reason why not, in a few words; null where freezing is advised
 */
public record Advice(boolean freeze, String reason) {

  /** What follows from the interval of a saving. */
  public static Advice of(SavingInterval saving) {
    if (saving.low() > 0) {
      return new Advice(true, null);
    }
    if (saving.low() == 0 && saving.high() == 0) {
      return new Advice(false, "nothing is saved");
    }
    return new Advice(
        false,
        String.format(
            Locale.ROOT,
            "the saving's 90 %% interval, %.4f to %.4f, %s",
            saving.low(),
            saving.high(),
            saving.high() < 0 ? "lies below 0" : "includes 0"));
  }

  /** {@code freeze} or {@code do not freeze}. */
  public String text() {
    return freeze ? "freeze" : "do not freeze";
  }
}
