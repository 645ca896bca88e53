package org.freezeout.cli;

import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.Solution;
import org.freezeout.cost.Solver;
import org.freezeout.onnx.OnnxNetwork;
import org.freezeout.schedule.Strategy;

/**
 * A network as {@code --arch} names it: one that can be trained, or one that can be counted only.
 */
sealed interface Network {

  String name();

  /** Multiply-accumulates of one forward pass. */
  long macs();

  /** How many layer groups it has. */
  int groups();

  double saving(CostModel model, FreezePlan plan);

  Solution solve(CostModel model, Strategy strategy, double saving);

  /** One of the catalogue or of a file that lists its layer groups. */
  record Described(ArchitectureSpec architecture) implements Network {

    @Override
    public String name() {
      return architecture.name();
    }

    @Override
    public long macs() {
      return NetworkCost.of(architecture).macs();
    }

    @Override
    public int groups() {
      return architecture.groups().size();
    }

    @Override
    public double saving(CostModel model, FreezePlan plan) {
      return model.saving(architecture, plan);
    }

    @Override
    public Solution solve(CostModel model, Strategy strategy, double saving) {
      return Solver.solve(architecture, model, strategy, saving);
    }
  }

  /** One of an ONNX file. */
  record Counted(OnnxNetwork network) implements Network {

    @Override
    public String name() {
      return network.name();
    }

    @Override
    public long macs() {
      return network.cost().macs();
    }

    @Override
    public int groups() {
      return network.cost().groups();
    }

    @Override
    public double saving(CostModel model, FreezePlan plan) {
      return model.saving(network.cost(), plan);
    }

    @Override
    public Solution solve(CostModel model, Strategy strategy, double saving) {
      return Solver.solve(network.cost(), model, strategy, saving);
    }
  }
}
