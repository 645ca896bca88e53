package org.freezeout.experiment;

import org.freezeout.schedule.LayerwiseSchedule;

/**
 * An engine at work on one experiment: any number of learners over the same sequence of batches.
 * Not for use by several threads.
 */
public interface TrainingSession extends AutoCloseable {

  /** The engine, machine and versions that the results come from. */
  Environment environment();

  /**
   * A network with its optimizer. All learners of a session start from identical weights.
   *
   * @param schedule learning rates and freeze times, one layer for each layer group
   */
  Learner newLearner(LayerwiseSchedule schedule);

  /**
   * Makes the batch of a step the one that learners train on.
   *
   * @param step from 0
   * @return what fetching it took
   */
  BatchTiming loadBatch(int step);

  /** Frees everything that the session holds, its learners included. */
  @Override
  void close();
}
