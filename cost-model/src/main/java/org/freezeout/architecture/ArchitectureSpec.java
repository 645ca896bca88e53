package org.freezeout.architecture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * A network for image classification as layer groups from the input to the output. It is the single
 * source of truth: the cost models count it and the backends build the trained network from it.
 *
 * @param name a name for people and files
 * @param input shape of an image
 * @param groups the layer groups in the order of the forward pass; the last gives one value for
 *     each class
 */
public record ArchitectureSpec(String name, FeatureShape input, List<LayerGroup> groups) {

  /** The most operations that an architecture may have, compositions included. */
  public static final int MAX_OPERATIONS = 10_000;

  /** How deep operations may be nested in others. */
  public static final int MAX_DEPTH = 16;

  /**
   * Checks the groups and every shape on the way through them.
   *
   * @throws IllegalArgumentException if a name is missing or taken twice, there are more than
   *     {@link #MAX_OPERATIONS} operations or they are nested deeper than {@link #MAX_DEPTH}, one
   *     cannot be applied to its input, the output is not a vector, or a {@code long} cannot count
   *     the parameters
   */
  public ArchitectureSpec {
    Names.check("an architecture", name);
    Objects.requireNonNull(input, "input");
    groups = List.copyOf(groups);
    Sizes.atLeast("layer groups", 1, groups.size());
    checkOperations(groups);
    var names = new HashSet<String>();
    FeatureShape shape = input;
    long parameters = 0;
    for (LayerGroup group : groups) {
      if (!names.add(group.name())) {
        throw new IllegalArgumentException("two layer groups are named '" + group.name() + "'");
      }
      FeatureShape output = group.outputShape(shape);
      parameters = Sizes.sum("parameters", parameters, group.parameters(shape));
      shape = output;
    }
    if (shape.height() != 1 || shape.width() != 1) {
      throw new IllegalArgumentException(
          "the last group must give one value for each class, got a map of " + shape);
    }
  }

  /**
   * The same network for images of another shape.
   *
   * @throws IllegalArgumentException if an operation cannot be applied to its input then
   */
  public ArchitectureSpec withInput(FeatureShape input) {
    return new ArchitectureSpec(name, input, groups);
  }

  /** The shapes that enter the groups, and behind them the shape of the output. */
  public List<FeatureShape> shapes() {
    List<FeatureShape> shapes = new ArrayList<>();
    shapes.add(input);
    for (LayerGroup group : groups) {
      shapes.add(group.outputShape(shapes.get(shapes.size() - 1)));
    }
    return shapes;
  }

  /** How many classes it tells apart. */
  public int classes() {
    List<FeatureShape> shapes = shapes();
    return shapes.get(shapes.size() - 1).channels();
  }

  /** How many numbers it learns: weights, biases, and gamma and beta of batch normalisation. */
  public long parameters() {
    List<FeatureShape> shapes = shapes();
    long sum = 0;
    for (int i = 0; i < groups.size(); i++) {
      sum = Sizes.sum("parameters", sum, groups.get(i).parameters(shapes.get(i)));
    }
    return sum;
  }

  private static void checkOperations(List<LayerGroup> groups) {
    int count = 0;
    for (LayerGroup group : groups) {
      count += Sequences.count("group '" + group.name() + "'", group.operations(), 1);
      if (count > MAX_OPERATIONS) {
        throw new IllegalArgumentException(
            "an architecture must have at most " + MAX_OPERATIONS + " operations");
      }
    }
  }
}
