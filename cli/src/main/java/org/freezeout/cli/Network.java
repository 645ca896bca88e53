package org.freezeout.cli;

import java.util.Optional;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.NetworkMemory;
import org.freezeout.cost.Solution;
import org.freezeout.cost.Solver;
import org.freezeout.onnx.OnnxNetwork;
import org.freezeout.schedule.Strategy;

/**
 * A network as {@code --arch} names it.
 *
 * @param name its name
 * @param cost its multiply-accumulates by layer group
 * @param memoryOfGroups what training takes of memory, where an ONNX file tells it
 * @param architecture what it is made of; empty where it can be counted only
 */
record Network(
    String name,
    NetworkCost cost,
    Optional<NetworkMemory> memoryOfGroups,
    Optional<ArchitectureSpec> architecture) {

  /** One of the catalogue or of a file that lists its layer groups. */
  static Network of(ArchitectureSpec architecture) {
    return new Network(
        architecture.name(),
        NetworkCost.of(architecture),
        Optional.empty(),
        Optional.of(architecture));
  }

  /** One of an ONNX file. */
  static Network of(OnnxNetwork network) {
    return new Network(network.name(), network.cost(), network.memory(), Optional.empty());
  }

  /** How many layer groups it has. */
  int groups() {
    return cost.groups();
  }

  /**
   * What it is made of.
   *
   * @throws IllegalArgumentException if only its counts are known
   */
  ArchitectureSpec described() {
    return architecture.orElseThrow(
        () ->
            new IllegalArgumentException(
                name
                    + ": --cache needs the shapes between layer groups, which an ONNX file lacks"));
  }

  /**
   * What its groups take of memory.
   *
   * @throws IllegalArgumentException if shapes in an ONNX file are not known
   */
  NetworkMemory memory() {
    return architecture
        .map(NetworkMemory::of)
        .or(() -> memoryOfGroups)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + ": --memory needs the shape of every tensor, which the file does not"
                        + " tell; onnx.shape_inference writes them"));
  }

  double saving(CostModel model, FreezePlan plan) {
    return architecture.isPresent()
        ? model.saving(architecture.get(), plan)
        : model.saving(cost, plan);
  }

  Solution solve(CostModel model, Strategy strategy, double saving) {
    return architecture.isPresent()
        ? Solver.solve(architecture.get(), model, strategy, saving)
        : Solver.solve(cost, model, strategy, saving);
  }
}
