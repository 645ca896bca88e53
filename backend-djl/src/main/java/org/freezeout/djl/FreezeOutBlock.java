package org.freezeout.djl;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A network whose training pass is cut behind its frozen groups. Whatever else it is asked, the
 * network answers.
 */
final class FreezeOutBlock implements Block {

  private final FreezeOutTraining training;
  private final Block network;
  private final List<List<Block>> groups;

  /** A pass of one block. */
  private interface Pass {
    NDList through(Block block, NDList inputs);
  }

  FreezeOutBlock(FreezeOutTraining training, LayerGroups groups) {
    this.training = training;
    this.network = groups.block();
    this.groups = IntStream.range(0, groups.size()).mapToObj(groups::blocks).toList();
  }

  @Override
  public NDList forward(
      ParameterStore parameters,
      NDList inputs,
      boolean isTraining,
      PairList<String, Object> arguments) {
    if (!isTraining) {
      return network.forward(parameters, inputs, false, arguments);
    }
    return train(
        parameters,
        inputs,
        () -> network.forward(parameters, inputs, true, arguments),
        (block, current) -> block.forward(parameters, current, true));
  }

  @Override
  public NDList forward(
      ParameterStore parameters, NDList data, NDList labels, PairList<String, Object> arguments) {
    return train(
        parameters,
        data,
        () -> network.forward(parameters, data, labels, arguments),
        (block, current) -> block.forward(parameters, current, labels, arguments));
  }

  private NDList train(
      ParameterStore parameters, NDList inputs, Supplier<NDList> uncut, Pass active) {
    int k = training.enter(parameters, inputs);
    if (k == 0) {
      return uncut.get();
    }
    NDList border = prefix(parameters, inputs, k);
    if (k == groups.size()) {
      // Nothing trains, but the engines refuse a loss that depends on nothing.
      border.stream()
          .filter(array -> array.getDataType().isFloating())
          .forEach(array -> array.setRequiresGradient(true));
    }
    return run(k, groups.size(), border, active);
  }

  /** What the frozen groups give. What they compute on the way is freed. */
  private NDList prefix(ParameterStore parameters, NDList inputs, int k) {
    NDManager manager = inputs.head().getManager();
    return Recording.paused(
        manager.getEngine(),
        () -> {
          try (NDManager scope = manager.newSubManager()) {
            NDList outputs = aliases(inputs, scope);
            for (int group = 0; group < k; group++) {
              outputs = frozen(group, parameters, outputs, scope);
            }
            return copies(outputs, manager);
          }
        });
  }

  /**
   * What a frozen group gives. On PyTorch its input and what it computes on the way are freed; on
   * MXNet they stay on the manager, as to free them waits until they are computed.
   */
  private NDList frozen(int group, ParameterStore parameters, NDList inputs, NDManager manager) {
    Pass inference = (block, current) -> block.forward(parameters, current, false);
    if (manager.getEngine().getEngineName().equals("MXNet")) {
      return run(group, group + 1, inputs, inference);
    }
    try (NDManager scope = manager.newSubManager()) {
      inputs.attach(scope);
      NDList outputs = run(group, group + 1, inputs, inference);
      outputs.attach(manager);
      return outputs;
    }
  }

  /** The same memory on another manager, where all that is computed from it will be. */
  private static NDList aliases(NDList arrays, NDManager manager) {
    NDList aliases = new NDList(arrays.size());
    for (NDArray array : arrays) {
      NDArray alias = array.stopGradient();
      alias.setName(array.getName());
      alias.attach(manager);
      aliases.add(alias);
    }
    return aliases;
  }

  /** Copies, since MXNet would go on with the layout that its convolutions left, which is slow. */
  private static NDList copies(NDList arrays, NDManager manager) {
    NDList copies = new NDList(arrays.size());
    for (NDArray array : arrays) {
      NDArray copy = array.duplicate();
      copy.setName(array.getName());
      copy.attach(manager);
      copies.add(copy);
    }
    return copies;
  }

  private NDList run(int from, int to, NDList inputs, Pass pass) {
    NDList current = inputs;
    for (List<Block> group : groups.subList(from, to)) {
      for (Block block : group) {
        current = pass.through(block, current);
      }
    }
    return current;
  }

  @Override
  public void setInitializer(Initializer initializer, Parameter.Type type) {
    network.setInitializer(initializer, type);
  }

  @Override
  public void setInitializer(Initializer initializer, String name) {
    network.setInitializer(initializer, name);
  }

  @Override
  public void setInitializer(Initializer initializer, Predicate<Parameter> predicate) {
    network.setInitializer(initializer, predicate);
  }

  @Override
  public void initialize(NDManager manager, DataType type, Shape... inputShapes) {
    network.initialize(manager, type, inputShapes);
  }

  @Override
  public boolean isInitialized() {
    return network.isInitialized();
  }

  @Override
  public void cast(DataType type) {
    network.cast(type);
  }

  @Override
  public void clear() {
    network.clear();
  }

  @Override
  public PairList<String, Shape> describeInput() {
    return network.describeInput();
  }

  @Override
  public BlockList getChildren() {
    return network.getChildren();
  }

  @Override
  public ParameterList getDirectParameters() {
    return network.getDirectParameters();
  }

  @Override
  public ParameterList getParameters() {
    return network.getParameters();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return network.getOutputShapes(inputShapes);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes, DataType[] inputTypes) {
    return network.getOutputShapes(inputShapes, inputTypes);
  }

  @Override
  public Shape[] getInputShapes() {
    return network.getInputShapes();
  }

  @Override
  public DataType[] getOutputDataTypes() {
    return network.getOutputDataTypes();
  }

  @Override
  public void saveParameters(DataOutputStream out) throws IOException {
    network.saveParameters(out);
  }

  @Override
  public void loadParameters(NDManager manager, DataInputStream in)
      throws IOException, MalformedModelException {
    network.loadParameters(manager, in);
  }

  @Override
  public void freezeParameters(boolean freeze) {
    network.freezeParameters(freeze);
  }

  @Override
  public void freezeParameters(boolean freeze, Predicate<Parameter> predicate) {
    network.freezeParameters(freeze, predicate);
  }

  @Override
  public Map<String, String> getCustomMetadata() {
    return network.getCustomMetadata();
  }

  @Override
  public String toString() {
    return network.toString();
  }
}
