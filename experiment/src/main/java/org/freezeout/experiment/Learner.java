package org.freezeout.experiment;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** One network in training under one schedule. */
public interface Learner extends AutoCloseable {

  /**
   * Trains one step on the batch that the session has loaded. The learning rates and the frozen
   * prefix follow from the schedule and the step alone.
   *
   * @param step from 0
   * @return loss and duration; where a session has several learners, with the device synchronised
   *     before and after
   */
  StepResult train(int step);

  /**
   * Forgets the outputs that it keeps of its frozen prefix, so that they are computed again. A step
   * that is then trained twice, on the same batch, first stores them all and then finds them all.
   */
  default void emptyCache() {}

  /** Error and loss on the test images, all groups in inference mode. */
  Evaluation evaluate();

  /** SHA-256 in hexadecimal over the weights and BatchNorm statistics of one layer group. */
  String groupSha256(int group);

  /** SHA-256 in hexadecimal over all weights and BatchNorm statistics, in the order of groups. */
  String weightsSha256();

  /**
   * What the last step left behind in frozen groups; nothing should be there.
   *
   * @param frozenPrefix groups [0, frozenPrefix), which were frozen in that step
   * @return empty where the engine cannot tell
   */
  default Optional<FrozenTraces> frozenTraces(int frozenPrefix) {
    return Optional.empty();
  }

  /**
   * The layer group in which numbers first were not finite. After a step whose loss is not finite,
   * the group that the loss owes it to; else the first with weights or statistics that are not
   * finite, from which no later step can recover.
   *
   * @return empty if every number is finite, or the engine cannot tell
   */
  default OptionalInt divergedGroup() {
    return OptionalInt.empty();
  }

  /**
   * Saves the weights in the engine's own format.
   *
   * @param folder an existing folder
   */
  void saveWeights(Path folder) throws IOException;

  /**
   * Writes all that coming steps depend on but for the schedule, the seed and the step: weights,
   * BatchNorm statistics and the optimizer's velocities, bit for bit. Caches may be left out.
   */
  void saveState(DataOutput out) throws IOException;

  /**
   * Brings a learner that has not trained yet to where one with the same schedule was that wrote
   * its state. It then trains as that one would have.
   *
   * @param step steps that were done
   * @throws IllegalArgumentException if the state is of another network
   */
  void restoreState(int step, DataInput in) throws IOException;

  /** Frees the network and its optimizer, once however often it is called. */
  @Override
  void close();
}
