package org.freezeout.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.data.Batch;
import org.freezeout.data.TestBatches;

/** A tiny network on an engine with one batch of images, without a session around it. */
final class TinyTraining implements AutoCloseable {

  static final int BATCH = 6;

  final Engine djl;
  final NDManager manager;
  final Sequence block;
  final CutNetwork network;
  final Batch batch;
  final NDArray images;
  final NDArray labels;

  private TinyTraining(DjlEngine engine, ArchitectureSpec architecture, DataType type) {
    djl = TinyExperiment.load(engine);
    engine.enterThread();
    manager = djl.newBaseManager(TinyExperiment.device());
    block = NetworkBuilder.build(architecture);
    InitialWeights.initialize(
        block, manager, type, NetworkBuilder.shape(1, architecture.input()), 7);
    network = new CutNetwork(djl, manager, block.blocks());
    batch = new TestBatches(TinyExperiment.data(architecture), BATCH).batch(0);
    images =
        manager
            .create(batch.images(), NetworkBuilder.shape(BATCH, architecture.input()))
            .toType(type, false);
    labels = manager.create(batch.labels());
  }

  static TinyTraining of(DjlEngine engine, ArchitectureSpec architecture) {
    return new TinyTraining(engine, architecture, DataType.FLOAT32);
  }

  static TinyTraining inDouble(DjlEngine engine, ArchitectureSpec architecture) {
    return new TinyTraining(engine, architecture, DataType.FLOAT64);
  }

  /** A pass forward and backward. */
  double train(int frozenPrefix) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = images.stopGradient();
      x.attach(scope);
      NDArray y = labels.stopGradient();
      y.attach(scope);
      NDArray loss = network.train(frozenPrefix, x, y);
      return loss.getDataType() == DataType.FLOAT64 ? loss.getDouble() : loss.getFloat();
    }
  }

  /** Makes running statistics something else than 0 and 1. */
  void warmUp() {
    for (int i = 0; i < 3; i++) {
      train(0);
    }
    zeroGradients();
  }

  /** The parameters of a group that have gradients. */
  List<Parameter> learned(int group) {
    return block.blocks().get(group).getParameters().values().stream()
        .filter(Parameter::requiresGradient)
        .toList();
  }

  void zeroGradients() {
    for (int group = 0; group < block.blocks().size(); group++) {
      for (Parameter parameter : learned(group)) {
        try (NDArray gradient = parameter.getArray().getGradient()) {
          gradient.subi(gradient);
        }
      }
    }
  }

  static double[] gradient(Parameter parameter) {
    try (NDArray gradient = parameter.getArray().getGradient();
        NDArray doubles = gradient.toType(DataType.FLOAT64, true)) {
      return doubles.toDoubleArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
