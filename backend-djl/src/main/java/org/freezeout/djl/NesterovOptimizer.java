package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.freezeout.experiment.FrozenTraces;

/**
 * Stochastic gradient descent with Nesterov momentum, each group with its own rate: d = g +
 * weightDecay w, v = momentum v + d, w = w - rate (d + momentum v).
 *
 * <p>Weights decay in all parameters, biases and batch normalisation included, as in the authors'
 * code. A velocity exists from the first step of its group until the group is released.
 */
final class NesterovOptimizer {

  private final NesterovUpdate update;
  private final List<List<Slot>> groups = new ArrayList<>();

  /** A parameter with what belongs to it. The handles are kept: to ask for them takes calls. */
  private static final class Slot {
    final Parameter parameter;

    /** The weights' memory, out of reach of gradient recording. */
    final NDArray weights;

    NDArray gradient;
    NDArray velocity;

    Slot(Parameter parameter) {
      this.parameter = parameter;
      this.weights = parameter.getArray().stopGradient();
    }

    /** After a backward pass: on PyTorch the first one makes the gradient's memory. */
    void begin() {
      if (gradient == null) {
        gradient = parameter.getArray().getGradient();
      }
      if (velocity == null) {
        velocity = weights.zerosLike();
      }
    }

    /** Zeroes the gradient too, so that one that is computed nevertheless can be seen. */
    void release() {
      if (velocity != null) {
        velocity.close();
        velocity = null;
      }
      if (gradient != null) {
        gradient.subi(gradient);
        gradient.close();
        gradient = null;
      }
    }
  }

  /**
   * Makes an optimizer for initialised groups.
   *
   * @param manager that of the weights; holds the velocities
   */
  NesterovOptimizer(
      DjlEngine engine,
      NDManager manager,
      List<Block> groups,
      double momentum,
      double weightDecay) {
    update = engine.nesterov(manager, momentum, weightDecay);
    for (Block group : groups) {
      this.groups.add(
          group.getParameters().values().stream()
              .filter(Parameter::requiresGradient)
              .map(Slot::new)
              .toList());
    }
  }

  /**
   * Updates all groups behind the frozen prefix with their gradients, which are used up.
   *
   * @param rates the learning rate of each group
   */
  void step(int frozenPrefix, double[] rates) {
    List<NesterovUpdate.Arrays> arrays = new ArrayList<>();
    for (int group = frozenPrefix; group < groups.size(); group++) {
      for (Slot slot : groups.get(group)) {
        slot.begin();
        arrays.add(
            new NesterovUpdate.Arrays(slot.weights, slot.gradient, slot.velocity, rates[group]));
      }
    }
    update.apply(arrays);
  }

  /** Frees the velocities of the first groups. */
  void release(int frozenPrefix) {
    for (List<Slot> group : groups.subList(0, frozenPrefix)) {
      group.forEach(Slot::release);
    }
  }

  /** Writes every velocity, bit for bit, and which there are none of. */
  void saveVelocities(DataOutput out) throws IOException {
    for (List<Slot> group : groups) {
      for (Slot slot : group) {
        out.writeBoolean(slot.velocity != null);
        if (slot.velocity != null) {
          ArrayBits.write(slot.velocity, out);
        }
      }
    }
  }

  /** Gives an optimizer that has made no step yet the velocities that another one wrote. */
  void restoreVelocities(DataInput in) throws IOException {
    for (List<Slot> group : groups) {
      for (Slot slot : group) {
        if (in.readBoolean()) {
          slot.velocity = slot.weights.zerosLike();
          ArrayBits.readInto(slot.velocity, in);
        }
      }
    }
  }

  /** What a step left in the first groups, which were released before it. */
  FrozenTraces traces(int frozenPrefix) {
    int gradients = 0;
    int velocities = 0;
    for (List<Slot> group : groups.subList(0, frozenPrefix)) {
      for (Slot slot : group) {
        gradients += hasZeroGradient(slot.parameter.getArray()) ? 0 : 1;
        velocities += slot.velocity == null ? 0 : 1;
      }
    }
    return new FrozenTraces(gradients, velocities);
  }

  /** Whether the gradient of weights is 0 everywhere. */
  static boolean hasZeroGradient(NDArray weights) {
    try (NDManager scope = weights.getManager().newSubManager()) {
      NDArray gradient = weights.getGradient();
      gradient.attach(scope);
      NDArray absolute = gradient.abs();
      absolute.attach(scope);
      NDArray sum = absolute.sum();
      sum.attach(scope);
      return sum.getFloat() == 0;
    }
  }

  /** How many velocities there are. */
  long velocities() {
    return groups.stream().flatMap(List::stream).filter(slot -> slot.velocity != null).count();
  }
}
