package org.freezeout.simulated;

import org.freezeout.experiment.Elapsed;

/** The time of a simulated machine: it passes only where something is said to take time. */
final class VirtualClock {

  private double now;

  /** Seconds since the machine was started. */
  double now() {
    return now;
  }

  /** Sets the clock to what it showed when training ended. */
  void set(double seconds) {
    now = seconds;
  }

  /** Lets time pass. */
  Elapsed pass(double seconds) {
    now += seconds;
    return new Elapsed(seconds, seconds);
  }
}
