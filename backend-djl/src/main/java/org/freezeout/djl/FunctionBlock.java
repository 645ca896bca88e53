package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * A function without weights. Its output shape is given: DJL's {@code LambdaBlock} would compute on
 * the default engine to infer it, and load that engine for it.
 */
final class FunctionBlock extends AbstractBlock {

  private static final byte VERSION = 1;

  private final LongFunction<Shape> outputShape;
  private final UnaryOperator<NDArray> function;

  /**
   * A function.
   *
   * @param outputShape the shape of its output for a number of images
   */
  FunctionBlock(LongFunction<Shape> outputShape, UnaryOperator<NDArray> function) {
    super(VERSION);
    this.outputShape = outputShape;
    this.function = function;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> arguments) {
    return new NDList(function.apply(inputs.singletonOrThrow()));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {outputShape.apply(inputShapes[0].get(0))};
  }
}
