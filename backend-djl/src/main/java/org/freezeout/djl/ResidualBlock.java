package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** The sum of two paths from the same input; an empty shortcut passes the input itself. */
final class ResidualBlock extends Composition {

  private final Sequence body;
  private final Sequence shortcut;

  ResidualBlock(Sequence body, Sequence shortcut) {
    this.body = addChildBlock("body", body);
    this.shortcut = addChildBlock("shortcut", shortcut);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> arguments) {
    NDArray left = body.forward(parameters, inputs, training).singletonOrThrow();
    NDArray right = shortcut.forward(parameters, inputs, training).singletonOrThrow();
    return new NDList(left.add(right));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return body.getOutputShapes(inputShapes);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    body.initialize(manager, type, inputShapes);
    shortcut.initialize(manager, type, inputShapes);
  }
}
