package org.freezeout.experiment;

import java.util.Optional;
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
   * A network with its optimizer that may keep the output of its frozen prefix.
   *
   * @param schedule learning rates and freeze times, one layer for each layer group
   * @param cache what to keep; empty for nothing
   * @throws IllegalArgumentException if the engine keeps nothing, or what the plan needs is not
   *     there
   */
  default Learner newLearner(LayerwiseSchedule schedule, Optional<CachePlan> cache) {
    if (cache.isPresent()) {
      throw new IllegalArgumentException(
          "engine " + environment().engine() + " does not cache activations");
    }
    return newLearner(schedule);
  }

  /**
   * Gets the device ready, so that the first step finds what it needs. Called once before the first
   * batch; takes minutes where a GPU has to compile its kernels, and otherwise does nothing that
   * can be seen.
   *
   * @param listener told of what takes so long
   */
  default void prepare(TrainingListener listener) {}

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
