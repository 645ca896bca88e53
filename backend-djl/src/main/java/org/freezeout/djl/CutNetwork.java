package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import java.util.List;
import java.util.OptionalInt;

/**
 * A chain of blocks that is cut behind its frozen prefix. The prefix runs in inference mode before
 * gradients are recorded, so its batch normalisation uses and keeps its running statistics and no
 * gradient is computed for it or for its output; the other blocks train.
 *
 * <p>Works for any DJL blocks in a chain, on every engine.
 */
final class CutNetwork {

  private final Engine engine;
  private final NDManager manager;
  private final List<Block> groups;
  private final ParameterStore parameters;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();

  /**
   * A chain of initialised blocks.
   *
   * @param manager the manager of their parameters
   */
  CutNetwork(Engine engine, NDManager manager, List<Block> groups) {
    this.engine = engine;
    this.manager = manager;
    this.groups = List.copyOf(groups);
    // Parameters are used where they are: a store of DJL looks for copies by a device's name.
    this.parameters =
        new ParameterStore(manager, false) {
          @Override
          public NDArray getValue(Parameter parameter, Device device, boolean training) {
            return parameter == null ? null : parameter.getArray();
          }
        };
  }

  List<Block> groups() {
    return groups;
  }

  /** The outputs for a batch, all groups in inference mode. */
  NDArray predict(NDArray images) {
    return forward(0, groups.size(), images, false);
  }

  /**
   * The mean loss over a batch; leaves the gradients of the groups behind the frozen prefix in
   * their parameters. Whatever is computed belongs to the manager of the images.
   *
   * @param frozenPrefix k: groups [0, k) are frozen
   * @param images a batch
   * @param labels their classes, on the same manager
   */
  NDArray train(int frozenPrefix, NDArray images, NDArray labels) {
    return trainBehind(frozenPrefix, border(frozenPrefix, images), labels, 1);
  }

  /** The output of the frozen prefix, if there is one. */
  NDArray border(int frozenPrefix, NDArray images) {
    return frozenPrefix == 0 ? images : frozen(0, frozenPrefix, images);
  }

  /**
   * The same from the output of the frozen prefix on.
   *
   * @param share a factor of the loss and of its gradients: how much of a batch the images are
   */
  NDArray trainBehind(int frozenPrefix, NDArray border, NDArray labels, double share) {
    int n = groups.size();
    if (frozenPrefix == n) {
      return loss(border, labels, share);
    }
    try (GradientCollector collector = engine.newGradientCollector()) {
      NDArray value = loss(forward(frozenPrefix, n, border, true), labels, share);
      collector.backward(value);
      return value;
    }
  }

  private NDArray loss(NDArray outputs, NDArray labels, double share) {
    NDArray mean = loss.evaluate(new NDList(labels), new NDList(outputs));
    return share == 1 ? mean : mean.mul((float) share);
  }

  /**
   * The first group behind the frozen prefix whose output for a batch is not finite, in the mode in
   * which it trains; its statistics may move.
   *
   * @param border the output of the frozen prefix
   */
  @SuppressWarnings("try") // training mode is there only while the collector is
  OptionalInt firstLost(int frozenPrefix, NDArray border) {
    try (GradientCollector collector = engine.newGradientCollector()) {
      NDArray output = border;
      for (int group = frozenPrefix; group < groups.size(); group++) {
        output = forward(group, group + 1, output, true);
        if (!Finiteness.holds(output)) {
          return OptionalInt.of(group);
        }
      }
      return OptionalInt.empty();
    }
  }

  /** The output of frozen groups. Their other maps are freed before the rest begins. */
  NDArray frozen(int from, int to, NDArray images) {
    try (NDManager scope = images.getManager().newSubManager()) {
      return frozen(from, to, images, scope);
    }
  }

  /**
   * The same, with a manager for their other maps. On MXNet to close it waits until the output is
   * computed, so before that other devices are given their work.
   */
  NDArray frozen(int from, int to, NDArray images, NDManager scope) {
    NDArray input = images.stopGradient();
    input.attach(scope);
    // A copy, since MXNet would go on with the layout that its convolutions left, which is slow;
    // cut off, since PyTorch records on threads other than the one that loaded it.
    NDArray border = infer(from, to, input).duplicate().stopGradient();
    border.attach(images.getManager());
    return border;
  }

  /**
   * The output of frozen groups, on the manager of their input. On PyTorch, what a group computes
   * on the way is freed when it is done; on MXNet all of it stays on that manager, as to free it
   * waits until it is computed, and the engine would run dry.
   */
  NDArray infer(int from, int to, NDArray input) {
    if (engine.getEngineName().equals("MXNet")) {
      return forward(from, to, input, false);
    }
    NDManager manager = input.getManager();
    NDArray current = input;
    for (int group = from; group < to; group++) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray alias = group == from ? input.stopGradient() : current;
        alias.attach(scope);
        current = forward(group, group + 1, alias, false);
        current.attach(manager);
      }
    }
    return current;
  }

  /** A manager for arrays that are soon to be freed. */
  NDManager newScope() {
    return manager.newSubManager();
  }

  private NDArray forward(int from, int to, NDArray input, boolean training) {
    NDList current = new NDList(input);
    for (Block group : groups.subList(from, to)) {
      current = group.forward(parameters, current, training);
    }
    return current.singletonOrThrow();
  }
}
