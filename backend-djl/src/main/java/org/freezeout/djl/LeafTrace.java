package org.freezeout.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.convolutional.Deconvolution;
import ai.djl.nn.core.AbstractEmbedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.LinearCollection;
import ai.djl.nn.core.Multiplication;
import ai.djl.nn.core.Prelu;
import ai.djl.nn.core.SparseMax;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.GhostBatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RNN;
import ai.djl.nn.recurrent.RecurrentBlock;
import ai.djl.nn.transformer.IdEmbedding;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Counts blocks without children. */
final class LeafTrace {

  /** Blocks that look up, multiply element by element or normalise, and accumulate nothing. */
  private static final List<Class<?>> WITHOUT_MACS =
      List.of(
          BatchNorm.class,
          GhostBatchNorm.class,
          LayerNorm.class,
          Dropout.class,
          Prelu.class,
          SparseMax.class,
          Multiplication.class,
          AbstractEmbedding.class,
          IdEmbedding.class,
          FunctionBlock.class);

  /** The names that DJL gives to functions of its own: activations, pooling, reshaping. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "ReLU",
          "ReLU6",
          "sigmoid",
          "Tanh",
          "softPlus",
          "softSign",
          "LeakyReLU",
          "ELU",
          "SELU",
          "GELU",
          "Swish",
          "Mish",
          "batchFlatten",
          "identity",
          "ones",
          "maxPool1d",
          "maxPool2d",
          "maxPool3d",
          "avgPool1d",
          "avgPool2d",
          "avgPool3d",
          "lpPool1d",
          "lpPool2d",
          "lpPool3d",
          "globalMaxPool1d",
          "globalMaxPool2d",
          "globalMaxPool3d",
          "globalAvgPool1d",
          "globalAvgPool2d",
          "globalAvgPool3d",
          "globalLpPool1d",
          "globalLpPool2d",
          "globalLpPool3d");

  private final CountedBlocks counted;

  LeafTrace(CountedBlocks counted) {
    this.counted = counted;
  }

  /** Whether a block is known to have nothing to count, whatever its input. */
  static boolean hasNothing(Block block) {
    return block instanceof LambdaBlock function && FUNCTIONS.contains(function.getName())
        || WITHOUT_MACS.stream().anyMatch(type -> type.isInstance(block));
  }

  /** Counts a block, or notes that it cannot be. */
  void trace(Block block, Shape input) {
    if (block instanceof Convolution convolution) {
      Shape output = positive(block.getOutputShapes(new Shape[] {input}))[0];
      long fanIn =
          Math.multiplyExact(
              convolution.getKernelShape().size(), input.get(1) / convolution.getGroups());
      counted.layer(block, Math.multiplyExact(counted.image(output), fanIn));
    } else if (block instanceof Linear || block instanceof LinearCollection) {
      counted.layer(block, dense(block, input));
    } else if (block instanceof Deconvolution) {
      OptionalLong weights = weights(block);
      if (weights.isPresent()) {
        long perInput = weights.getAsLong() / input.get(1);
        counted.layer(block, Math.multiplyExact(counted.image(input), perInput));
      } else {
        counted.uncounted(CountedBlocks.name(block) + " (not initialised)");
      }
    } else if (block instanceof RNN rnn) {
      recurrent(rnn, 1, input);
    } else if (block instanceof GRU gru) {
      recurrent(gru, 3, input);
    } else if (block instanceof LSTM lstm) {
      recurrent(lstm, 4, input);
    } else if (!hasNothing(block)) {
      counted.uncounted(
          block instanceof LambdaBlock function
              ? "function " + named(function)
              : CountedBlocks.name(block));
    }
    counted.learning(CountedBlocks.learns(block));
  }

  private static String named(LambdaBlock function) {
    String name = function.getName();
    return name.isBlank() || name.equals(LambdaBlock.DEFAULT_NAME) || name.contains("$$")
        ? "without a name"
        : name;
  }

  private long dense(Block block, Shape input) {
    Shape output = positive(block.getOutputShapes(new Shape[] {input}))[0];
    long units = output.get(output.dimension() - 1);
    OptionalLong weights = weights(block);
    long last = input.get(input.dimension() - 1);
    // A dense layer that was loaded from a file has noted its input without the last dimension.
    boolean shortened =
        block instanceof Linear && weights.isPresent() && weights.getAsLong() != last * units;
    return Math.multiplyExact(counted.image(input), shortened ? weights.getAsLong() : units);
  }

  /**
   * In each step every gate multiplies the step's input with weights, and the state of the step
   * before with others: g h (x + h) in each direction. Unlike the first, the second product's input
   * depends on the block's own weights, so that its gradient is needed for as long as these learn.
   */
  private void recurrent(RecurrentBlock block, long gates, Shape input) {
    boolean batchFirst = isBatchFirst(block);
    if (input.dimension() != 3 || input.get(batchFirst ? 0 : 1) != counted.batch()) {
      throw new IllegalArgumentException(
          String.format(
              "%s takes %s of a batch of %d",
              CountedBlocks.name(block),
              batchFirst ? "(batch, steps, features)" : "(steps, batch, features)",
              counted.batch()));
    }
    List<String> names = block.getDirectParameters().keys();
    long layers = names.stream().filter(name -> name.matches("l_\\d+_i2h_WEIGHT")).count();
    long directions = names.stream().anyMatch(name -> name.startsWith("r_")) ? 2 : 1;
    Shape output = positive(block.getOutputShapes(new Shape[] {input}))[0];
    long state = output.get(2) / directions;
    long steps = counted.image(Math.multiplyExact(input.get(0), input.get(1)));
    long perFeature = product(steps, directions, gates, state);
    boolean learns = CountedBlocks.learns(block);
    for (int layer = 0; layer < layers; layer++) {
      String name = CountedBlocks.name(block) + " layer " + layer;
      long features = layer == 0 ? input.get(2) : state * directions;
      counted.layer(name + ", input", learns, product(perFeature, features));
      counted.learning(learns);
      counted.layer(name + ", state", learns, product(perFeature, state));
    }
  }

  /** What DJL does not tell: a field for subclasses. */
  private static boolean isBatchFirst(RecurrentBlock block) {
    try {
      Field field = RecurrentBlock.class.getDeclaredField("batchFirst");
      field.setAccessible(true);
      return field.getBoolean(block);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return true; // as DJL's builders have it
    }
  }

  private static long product(long... factors) {
    return Arrays.stream(factors).reduce(1, Math::multiplyExact);
  }

  /** How many weights an initialised block has. */
  private static OptionalLong weights(Block block) {
    return block.getParameters().values().stream()
        .filter(p -> p.getType() == Parameter.Type.WEIGHT && p.isInitialized())
        .mapToLong(p -> p.getShape().size())
        .findFirst();
  }

  /** Shapes as they are. */
  static Shape[] positive(Shape[] shapes) {
    for (Shape shape : shapes) {
      if (Arrays.stream(shape.getShape()).anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException("the output would be " + shape);
      }
    }
    return shapes;
  }
}
