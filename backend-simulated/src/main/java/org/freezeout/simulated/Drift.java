package org.freezeout.simulated;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the machine's speed changes with time, for everything that runs on it. With u = virtual time
 * / period, whatever starts then takes longer by the factor
 *
 * <pre>
 *   1 + amplitude * sin(2 * pi * u)   sine: a machine that is busy from time to time
 *   1 + amplitude * min(1, u)         ramp: a machine that gets warm, and stays so
 * </pre>
 *
 * @param shape how it changes; a sine if it is null
 * @param amplitude in [0, 0.99]
 * @param periodSeconds of virtual time, in [0.000001, 1e9]
 */
public record Drift(Shape shape, double amplitude, double periodSeconds) {

  /** The course of a drift. */
  public enum Shape {
    /** Up and down, again and again. */
    @JsonProperty("sine")
    SINE,
    /** Up, once. */
    @JsonProperty("ramp")
    RAMP
  }

  /** The machine never changes. */
  public static final Drift NONE = new Drift(Shape.SINE, 0, 1);

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is outside its domain, naming the field and the value
   */
  public Drift {
    shape = shape == null ? Shape.SINE : shape;
    Checks.within("amplitude", 0, 0.99, amplitude);
    Checks.within("period_seconds", 1e-6, 1e9, periodSeconds);
  }

  /**
   * The factor by which things take longer.
   *
   * @param now virtual time in seconds, at least 0
   */
  public double factor(double now) {
    double u = now / periodSeconds;
    return switch (shape) {
      case SINE -> 1 + amplitude * StrictMath.sin(2 * Math.PI * (u - Math.floor(u)));
      case RAMP -> 1 + amplitude * Math.min(1, u);
    };
  }
}
