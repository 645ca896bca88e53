package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of a network on further devices. In a step each device computes the gradients of its part
 * of the batch, weighted so that their sum is the gradient of the mean loss over the whole batch.
 * They are added up on the first device, whose optimizer updates the weights, and these are copied
 * to the others: so the weights are the same on all, bit for bit, and velocities are needed once.
 *
 * <p>Batch normalisation takes the means and variances of a device's own part of the batch, and its
 * running statistics follow these. Those of the first device are kept: they are evaluated and
 * saved, and when a group freezes the others get them, so that a frozen group is the same
 * everywhere. That is how PyTorch's DistributedDataParallel has it. An average would have to be
 * taken in every step, or else what is saved would depend on when it is; and as variances within a
 * part leave out those between parts, it would not be that of one device either.
 */
final class Replicas {

  /** A parameter of the first device with its copy on another one. */
  private final class Twin {
    final Parameter first;
    final Parameter other;

    /** Memory out of reach of gradient recording. */
    final NDArray from;

    final NDArray to;

    /** Made after a backward pass: on PyTorch the first one makes the gradients' memory. */
    NDArray sum;

    NDArray gradient;

    /** The gradient, where it is added. */
    NDArray arrived;

    Twin(Parameter first, Parameter other) {
      this.first = first;
      this.other = other;
      from = first.getArray().stopGradient();
      to = other.getArray().stopGradient();
    }

    void copy() {
      engine.copy(from, to);
    }

    void addGradient() {
      if (sum == null) {
        sum = first.getArray().getGradient();
        gradient = other.getArray().getGradient();
        arrived = from.zerosLike();
      }
      engine.copy(gradient, arrived);
      sum.addi(arrived);
      if (engine.addsGradientsUp()) {
        gradient.subi(gradient);
      }
    }

    /** Zeroes the gradient too, so that one that is computed nevertheless can be seen. */
    void release() {
      if (sum != null) {
        gradient.subi(gradient);
        List.of(sum, gradient, arrived).forEach(NDArray::close);
        sum = null;
      }
    }
  }

  private final DjlEngine engine;
  private final CutNetwork first;
  private final List<CutNetwork> networks = new ArrayList<>();

  /** By group, those of all devices. */
  private final List<List<Twin>> trained = new ArrayList<>();

  private final List<List<Twin>> statistics = new ArrayList<>();
  private int frozen;

  /**
   * Copies for every device of a session but the first.
   *
   * @param first the network on the first device, with its initial weights
   * @param manager that of its parameters; the copies are closed with it
   */
  Replicas(DjlSession session, CutNetwork first, NDManager manager) {
    this.engine = session.engine();
    this.first = first;
    for (NDManager own : session.onEachDevice(manager)) {
      if (own != manager) {
        networks.add(new CutNetwork(session.djl(), own, session.newNetwork(own).blocks()));
      }
    }
    for (int group = 0; group < first.groups().size(); group++) {
      trained.add(new ArrayList<>());
      statistics.add(new ArrayList<>());
      List<Parameter> parameters = parameters(first, group);
      for (CutNetwork network : networks) {
        List<Parameter> others = parameters(network, group);
        for (int i = 0; i < parameters.size(); i++) {
          Parameter parameter = parameters.get(i);
          (parameter.requiresGradient() ? trained : statistics)
              .get(group)
              .add(new Twin(parameter, others.get(i)));
        }
      }
    }
  }

  /** Those of the other devices, in their order. */
  List<CutNetwork> networks() {
    return networks;
  }

  /** Adds the gradients of a group to the first device's, and uses them up. */
  void addGradients(int group) {
    trained.get(group).forEach(Twin::addGradient);
  }

  /** Gives all devices the first one's weights of a group. */
  void copyWeights(int group) {
    trained.get(group).forEach(Twin::copy);
  }

  /** The weights of all groups, and the statistics. */
  void copyEverything() {
    trained.forEach(group -> group.forEach(Twin::copy));
    statistics.forEach(group -> group.forEach(Twin::copy));
  }

  /** Called before a step: groups that freeze in it get the first device's statistics. */
  void freeze(int frozenPrefix) {
    for (; frozen < frozenPrefix; frozen++) {
      statistics.get(frozen).forEach(Twin::copy);
      trained.get(frozen).forEach(Twin::release);
    }
  }

  /** For how many parameters of the first groups a device has a gradient, at most. */
  int gradients(int frozenPrefix) {
    int most = 0;
    for (CutNetwork network : networks) {
      int found = 0;
      for (int group = 0; group < frozenPrefix; group++) {
        for (Parameter parameter : parameters(network, group)) {
          found +=
              parameter.requiresGradient()
                      && !NesterovOptimizer.hasZeroGradient(parameter.getArray())
                  ? 1
                  : 0;
        }
      }
      most = Math.max(most, found);
    }
    return most;
  }

  /**
   * Digest of a group on the first device; of the group on all devices, if it is frozen and another
   * one has other bits.
   */
  String sha256(int group) {
    String expected = Digests.sha256(List.of(first.groups().get(group)));
    List<Block> all = new ArrayList<>(List.of(first.groups().get(group)));
    boolean same = true;
    for (CutNetwork network : networks) {
      Block block = network.groups().get(group);
      same &= group >= frozen || Digests.sha256(List.of(block)).equals(expected);
      all.add(block);
    }
    return same ? expected : Digests.sha256(all);
  }

  private static List<Parameter> parameters(CutNetwork network, int group) {
    return network.groups().get(group).getParameters().values();
  }
}
