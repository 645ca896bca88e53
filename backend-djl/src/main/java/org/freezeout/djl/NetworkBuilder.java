package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.Dropout;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Pooling;
import org.freezeout.architecture.Residual;

/**
 * Builds DJL blocks from an architecture, one for each layer group. Nothing native is touched.
 *
 * <p>Between operations a map is held as an array of batch x channels x height x width, a vector
 * (height and width 1) as batch x channels.
 */
final class NetworkBuilder {

  private NetworkBuilder() {}

  /**
   * The network of an architecture, not initialised yet.
   *
   * @return a sequence with one block for each layer group
   */
  static Sequence build(ArchitectureSpec architecture) {
    Sequence network = new Sequence();
    FeatureShape shape = architecture.input();
    for (LayerGroup group : architecture.groups()) {
      network.add(group.name(), sequence(group.operations(), shape));
      shape = group.outputShape(shape);
    }
    return network;
  }

  /** The shape of a batch of maps or vectors. */
  static Shape shape(long batch, FeatureShape features) {
    return isVector(features) ? new Shape(batch, features.channels()) : mapShape(batch, features);
  }

  private static Shape mapShape(long batch, FeatureShape features) {
    return new Shape(batch, features.channels(), features.height(), features.width());
  }

  private static Sequence sequence(List<Operation> operations, FeatureShape input) {
    Sequence sequence = new Sequence();
    FeatureShape shape = input;
    for (Operation operation : operations) {
      FeatureShape output = operation.outputShape(shape);
      append(sequence, operation, shape, output);
      shape = output;
    }
    return sequence;
  }

  private static void append(
      Sequence sequence, Operation operation, FeatureShape input, FeatureShape output) {
    boolean needsMap = operation instanceof Convolution || operation instanceof Pooling;
    if (needsMap && isVector(input)) {
      sequence.add("map", map(input));
    }
    if (operation instanceof Dense && !isVector(input)) {
      sequence.add("vector", vector(input));
    }
    String name = operation.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    sequence.add(name, block(operation, input, output));
    if (needsMap && isVector(output)) {
      sequence.add("vector", vector(output));
    }
  }

  private static Block block(Operation operation, FeatureShape input, FeatureShape output) {
    if (operation instanceof Convolution convolution) {
      return Conv2d.builder()
          .setFilters(convolution.outChannels())
          .setKernelShape(square(convolution.kernel()))
          .optStride(square(convolution.stride()))
          .optPadding(square(convolution.padding()))
          .optGroups(convolution.groups())
          .optBias(convolution.bias())
          .build();
    } else if (operation instanceof Dense dense) {
      return Linear.builder().setUnits(dense.outFeatures()).optBias(dense.bias()).build();
    } else if (operation instanceof BatchNorm) {
      return ai.djl.nn.norm.BatchNorm.builder()
          .optEpsilon(BatchNorm.EPSILON)
          .optMomentum(BatchNorm.MOMENTUM)
          .build();
    } else if (operation instanceof Dropout dropout) {
      return ai.djl.nn.norm.Dropout.builder().optRate((float) dropout.rate()).build();
    } else if (operation instanceof Residual residual) {
      return new ResidualBlock(
          sequence(residual.body(), input), sequence(residual.shortcut(), input));
    } else if (operation instanceof Concatenation concatenation) {
      return new ConcatenationBlock(sequence(concatenation.body(), input));
    } else if (operation instanceof Activation activation) {
      return new FunctionBlock(batch -> shape(batch, output), function(activation.function()));
    } else if (operation instanceof Pooling pooling) {
      return new FunctionBlock(batch -> mapShape(batch, output), function(pooling));
    } else if (operation instanceof GlobalAveragePooling) {
      return new FunctionBlock(
          batch -> shape(batch, output),
          isVector(input) ? UnaryOperator.identity() : globalAverage(input));
    }
    throw new IllegalArgumentException("unknown operation " + operation);
  }

  private static UnaryOperator<NDArray> function(Activation.Function function) {
    return switch (function) {
      case RELU -> ai.djl.nn.Activation::relu;
      case RELU6 -> x -> x.clip(0, 6);
      case SOFTPLUS -> ai.djl.nn.Activation::softPlus;
    };
  }

  private static UnaryOperator<NDArray> function(Pooling pooling) {
    Shape kernel = square(pooling.kernel());
    Shape stride = square(pooling.stride());
    Shape padding = square(pooling.padding());
    return switch (pooling.kind()) {
      case MAX -> x -> Pool.maxPool2d(x, kernel, stride, padding, false);
      case AVERAGE -> x -> Pool.avgPool2d(x, kernel, stride, padding, false, true);
    };
  }

  /**
   * The mean of each map. DJL's own global pooling closes an array on its way, and closing waits on
   * MXNet until all that comes before is computed.
   */
  private static UnaryOperator<NDArray> globalAverage(FeatureShape input) {
    Shape map = new Shape(input.height(), input.width());
    return x ->
        Pool.avgPool2d(x, map, square(1), square(0), false, true).reshape(-1, input.channels());
  }

  private static FunctionBlock vector(FeatureShape shape) {
    return new FunctionBlock(
        batch -> new Shape(batch, shape.size()), x -> x.reshape(-1, shape.size()));
  }

  private static FunctionBlock map(FeatureShape shape) {
    return new FunctionBlock(
        batch -> mapShape(batch, shape), x -> x.reshape(-1, shape.channels(), 1, 1));
  }

  private static boolean isVector(FeatureShape shape) {
    return shape.height() == 1 && shape.width() == 1;
  }

  private static Shape square(int side) {
    return new Shape(side, side);
  }
}
