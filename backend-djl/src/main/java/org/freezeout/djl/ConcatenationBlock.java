package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** The input with the output of a body appended as further channels. */
final class ConcatenationBlock extends Composition {

  private static final int CHANNELS = 1;

  private final Sequence body;

  ConcatenationBlock(Sequence body) {
    this.body = addChildBlock("body", body);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> arguments) {
    NDArray input = inputs.singletonOrThrow();
    NDArray added = body.forward(parameters, inputs, training).singletonOrThrow();
    return new NDList(NDArrays.concat(new NDList(input, added), CHANNELS));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    long[] shape = inputShapes[0].getShape().clone();
    shape[CHANNELS] += body.getOutputShapes(inputShapes)[0].get(CHANNELS);
    return new Shape[] {new Shape(shape)};
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    body.initialize(manager, type, inputShapes);
  }
}
