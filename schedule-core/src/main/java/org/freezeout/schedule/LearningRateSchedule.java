package org.freezeout.schedule;

/** A learning rate as a pure function α(t) of training progress. */
@FunctionalInterface
public interface LearningRateSchedule {

  /**
   * The learning rate at a moment of training.
   *
   * @param t progress, the fraction of training done; at least 0. From 1 on training is over.
   * @return the rate, at least 0
   * @throws IllegalArgumentException if {@code t} is negative or NaN
   */
  double rate(double t);
}
