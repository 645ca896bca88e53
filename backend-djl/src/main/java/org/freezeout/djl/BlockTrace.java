package org.freezeout.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.convolutional.Deconvolution;
import ai.djl.nn.core.AbstractEmbedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.Prelu;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.GhostBatchNorm;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.OperationCost;

/** Follows the shapes through the blocks of a network and counts on the way. */
final class BlockTrace {

  /** Blocks without children that multiply nothing with weights and accumulate nothing. */
  private static final List<Class<?>> WITHOUT_MACS =
      List.of(
          BatchNorm.class,
          GhostBatchNorm.class,
          LayerNorm.class,
          Dropout.class,
          Prelu.class,
          AbstractEmbedding.class,
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

  private final LayerGroups groups;
  private final List<OperationCost> operations = new ArrayList<>();
  private final SortedMap<String, Integer> uncounted = new TreeMap<>();
  private int group;

  /** The last group that learns up to where the trace is. */
  private int learner = OperationCost.NOTHING;

  BlockTrace(LayerGroups groups) {
    this.groups = groups;
  }

  /**
   * Counts the network.
   *
   * @throws IllegalArgumentException if it is not made for such inputs, naming the place
   */
  BlockCost count(Shape... inputs) {
    List<Boolean> learns = new ArrayList<>();
    Shape[] shapes = inputs;
    for (group = 0; group < groups.size(); group++) {
      for (Block block : groups.blocks(group)) {
        try {
          shapes = block(block, shapes);
        } catch (ArithmeticException e) {
          throw new IllegalArgumentException(
              groups.name(group) + " has more than " + Long.MAX_VALUE + " multiply-accumulates", e);
        } catch (EngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
          throw new IllegalArgumentException(
              String.format(
                  "group %d, %s, is not made for an input of %s: %s",
                  group, groups.name(group), Arrays.toString(shapes), e.getMessage()),
              e);
        }
      }
      learns.add(learner == group);
    }
    return new BlockCost(new NetworkCost(groups.size(), learns, operations), uncounted);
  }

  private Shape[] block(Block block, Shape[] inputs) {
    if (Chain.whyOpaque(block).isEmpty()) {
      Shape[] shapes = inputs;
      for (Block child : block.getChildren().values()) {
        shapes = block(child, shapes);
      }
      return shapes;
    }
    if (block instanceof ParallelBlock
        || block instanceof ResidualBlock
        || block instanceof ConcatenationBlock) {
      branches(block, inputs);
      if (block instanceof ParallelBlock) {
        uncounted(block.getClass().getSimpleName() + " (how it joins its branches)");
      }
    } else if (block.getChildren().isEmpty()) {
      leaf(block, inputs[0]);
    } else {
      uncounted(block.getClass().getSimpleName() + " (what it does besides its children)");
      children(block, inputs);
    }
    return positive(block.getOutputShapes(inputs));
  }

  /** Children that run on the same input. */
  private void branches(Block block, Shape[] inputs) {
    int before = learner;
    int last = before;
    for (Block child : block.getChildren().values()) {
      learner = before;
      block(child, inputs);
      last = Math.max(last, learner);
    }
    learner = last;
  }

  /** Children that a block runs in a way of its own, with the shapes noted when initialised. */
  private void children(Block block, Shape[] inputs) {
    if (!block.isInitialized()) {
      throw new IllegalArgumentException(
          block.getClass().getSimpleName()
              + " runs its children itself: initialise the network, so that their shapes are known");
    }
    Shape[] noted = block.getInputShapes();
    if (!sameImage(noted, inputs)) {
      throw new IllegalArgumentException(
          block.getClass().getSimpleName()
              + " runs its children itself and was initialised for "
              + Arrays.toString(noted));
    }
    for (Block child : block.getChildren().values()) {
      if (child.getInputShapes() == null) {
        uncounted(child.getClass().getSimpleName() + " (not initialised)");
      } else {
        block(child, child.getInputShapes());
      }
    }
  }

  private static boolean sameImage(Shape[] noted, Shape[] inputs) {
    if (noted == null || noted.length != inputs.length) {
      return false;
    }
    for (int i = 0; i < noted.length; i++) {
      if (!noted[i].slice(1).equals(inputs[i].slice(1))) {
        return false;
      }
    }
    return true;
  }

  private void leaf(Block block, Shape input) {
    String name = block.getClass().getSimpleName();
    if (block instanceof Convolution convolution) {
      Shape output = positive(block.getOutputShapes(new Shape[] {input}))[0];
      long fanIn =
          Math.multiplyExact(
              convolution.getKernelShape().size(), input.get(1) / convolution.getGroups());
      operation(block, Math.multiplyExact(image(output), fanIn));
    } else if (block instanceof Linear) {
      operation(block, dense(block, input));
    } else if (block instanceof Deconvolution) {
      OptionalLong weights = weights(block);
      if (weights.isPresent()) {
        operation(block, Math.multiplyExact(image(input), weights.getAsLong() / input.get(1)));
      } else {
        uncounted(name + " (not initialised)");
      }
    } else if (block instanceof LambdaBlock function) {
      if (!FUNCTIONS.contains(function.getName())) {
        uncounted("function " + named(function));
      }
    } else if (WITHOUT_MACS.stream().noneMatch(type -> type.isInstance(block))) {
      uncounted(name);
    }
    if (learns(block)) {
      learner = group;
    }
  }

  private static String named(LambdaBlock function) {
    String name = function.getName();
    return name.isBlank() || name.equals(LambdaBlock.DEFAULT_NAME) || name.contains("$$")
        ? "without a name"
        : name;
  }

  private static long dense(Block block, Shape input) {
    Shape output = positive(block.getOutputShapes(new Shape[] {input}))[0];
    long units = output.get(output.dimension() - 1);
    OptionalLong weights = weights(block);
    long last = input.get(input.dimension() - 1);
    // A dense layer that was loaded from a file has noted its input without the last dimension.
    boolean shortened = weights.isPresent() && weights.getAsLong() != last * units;
    return Math.multiplyExact(image(input), shortened ? weights.getAsLong() : units);
  }

  private void operation(Block block, long macs) {
    operations.add(
        new OperationCost(
            group, block.getClass().getSimpleName(), macs, learns(block), List.of(learner)));
  }

  private void uncounted(String what) {
    uncounted.merge(what, 1, Integer::sum);
  }

  private static boolean learns(Block block) {
    return block.getParameters().values().stream().anyMatch(Parameter::requiresGradient);
  }

  /** How many weights an initialised block has. */
  private static OptionalLong weights(Block block) {
    return block.getParameters().values().stream()
        .filter(p -> p.getType() == Parameter.Type.WEIGHT && p.isInitialized())
        .mapToLong(p -> p.getShape().size())
        .findFirst();
  }

  /** Numbers of one image. */
  private static long image(Shape shape) {
    return LongStream.of(shape.getShape()).skip(1).reduce(1, Math::multiplyExact);
  }

  private static Shape[] positive(Shape[] shapes) {
    for (Shape shape : shapes) {
      if (Arrays.stream(shape.getShape()).anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException("the output would be " + shape);
      }
    }
    return shapes;
  }
}
