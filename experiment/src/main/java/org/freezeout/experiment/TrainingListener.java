package org.freezeout.experiment;

import java.time.Duration;

/** Watches training; nothing it does changes the training. Every method does nothing by default. */
public interface TrainingListener {

  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** Training that ended before its last step goes on after so many steps. */
  default void onResume(int step, int steps) {}

  /** Something is not as it should be, and training goes on nevertheless; one line. */
  default void onWarning(String warning) {}

  /**
   * The device is being made ready, which takes so long that it should be told; called every now
   * and then.
   *
   * @param what what is done
   * @param elapsed since it began
   */
  default void onPreparation(String what, Duration elapsed) {}

  /** All runs are about to train a step. */
  default void onStep(int step, int steps) {}

  /** A layer group of a run froze. */
  default void onFreeze(String run, Metric.Frozen freeze) {}

  /** A run was evaluated. */
  default void onEvaluation(String run, Metric.Evaluated evaluation) {}

  /** The freeze audit of a finished run found what should not be. */
  default void onFailedAudit(String run, FreezeAudit audit) {}

  /** A run could not go on; the others do. */
  default void onFailure(String run, String failure) {}
}
