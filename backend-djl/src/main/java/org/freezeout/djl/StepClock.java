package org.freezeout.djl;

/**
 * Which step a training loop is in, told from what every loop does: it runs a training forward pass
 * or several, on one device or several, and then the optimizer asks for learning rates, for one
 * parameter after the other. A step is over when a forward pass follows.
 */
final class StepClock {

  private int step;
  private boolean updated;

  StepClock(int step) {
    this.step = step;
  }

  /** A training forward pass begins: the step that it belongs to. */
  synchronized int forward() {
    if (updated) {
      step++;
      updated = false;
    }
    return step;
  }

  /** The optimizer asks for a rate: the step that it belongs to. */
  synchronized int update() {
    updated = true;
    return step;
  }

  /** How many steps are over, or being completed by the optimizer. */
  synchronized int completed() {
    return updated ? step + 1 : step;
  }
}
