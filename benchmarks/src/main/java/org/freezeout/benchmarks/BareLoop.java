package org.freezeout.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import org.freezeout.data.Augmentation;
import org.freezeout.data.Batch;
import org.freezeout.data.TrainingBatches;
import org.freezeout.djl.FreezeOutModels;

/**
 * The shortest loop in which DJL trains the end of a network, with DJL's Sgd and nothing of
 * FreezeOut's: no schedule, no metrics, no data to wait for. The prefix runs in inference mode,
 * before gradients are recorded.
 */
final class BareLoop implements AutoCloseable {

  private static final int BATCHES = 8;

  private final Workload workload;
  private final Engine engine;
  private final NDManager manager;
  private final ParameterStore store;
  private final List<Block> groups;
  private final Optimizer optimizer;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();
  private final List<Batch> batches = new ArrayList<>();
  private int step;

  BareLoop(Workload workload) {
    this.workload = workload;
    engine = workload.djlEngine();
    manager = engine.newBaseManager();
    store = new ParameterStore(manager, false);
    Block network = FreezeOutModels.block(workload.architecture());
    network.initialize(manager, DataType.FLOAT32, EasyTraining.shape(workload, 1));
    groups = network.getChildren().values();
    optimizer = EasyTraining.sgd(workload, Tracker.fixed((float) Workload.BASE_RATE));
    var all = new TrainingBatches(workload.data(), Augmentation.NONE, workload.batch(), 1);
    for (int i = 0; i < BATCHES; i++) {
      batches.add(all.batch(i));
    }
  }

  /** Trains one step with the first groups frozen. */
  void step(int frozenPrefix) {
    try (NDManager scope = manager.newSubManager()) {
      start(frozenPrefix, scope);
      Rotation.synchronize(workload.spec().engine().name());
    }
  }

  /**
   * Trains steps without a pause for the engine: on MXNet, which works while Java goes on, nothing
   * is closed until all of them are done.
   *
   * @param steps how many; their maps take memory at the same time
   */
  void queued(int steps) {
    try (NDManager scope = manager.newSubManager()) {
      for (int i = 0; i < steps; i++) {
        start(0, scope);
      }
      Rotation.synchronize(workload.spec().engine().name());
    }
  }

  private void start(int frozenPrefix, NDManager scope) {
    Batch batch = batches.get(step++ % BATCHES);
    NDArray images = scope.create(batch.images(), EasyTraining.shape(workload, batch.size()));
    NDArray labels = scope.create(batch.labels());
    NDList current = new NDList(images);
    for (Block group : groups.subList(0, frozenPrefix)) {
      current = group.forward(store, current, false);
    }
    if (frozenPrefix > 0) {
      current = new NDList(current.singletonOrThrow().duplicate().stopGradient());
    }
    try (GradientCollector collector = engine.newGradientCollector()) {
      for (Block group : groups.subList(frozenPrefix, groups.size())) {
        current = group.forward(store, current, true);
      }
      collector.backward(loss.evaluate(new NDList(labels), current));
    }
    for (Block group : groups.subList(frozenPrefix, groups.size())) {
      for (Parameter parameter : group.getParameters().values()) {
        if (parameter.requiresGradient()) {
          NDArray gradient = parameter.getArray().getGradient();
          gradient.attach(scope);
          optimizer.update(parameter.getId(), parameter.getArray(), gradient);
        }
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
