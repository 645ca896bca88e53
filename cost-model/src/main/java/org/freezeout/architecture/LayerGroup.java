package org.freezeout.architecture;

import java.util.List;

/**
 * The unit that freezes: operations that train and stop training together.
 *
 * @param name a name for people, unique in its architecture
 * @param operations one after the other, at least one
 */
public record LayerGroup(String name, List<Operation> operations) {

  /**
   * Checks that there is something in it.
   *
   * @throws IllegalArgumentException if the name is blank, long or no single line, or there is no
   *     operation
   */
  public LayerGroup {
    Names.check("a layer group", name);
    operations = Sequences.notEmpty("group '" + name + "'", operations);
  }

  /** A group of these operations. */
  public static LayerGroup of(String name, Operation... operations) {
    return new LayerGroup(name, List.of(operations));
  }

  /**
   * The shape that it gives for an input.
   *
   * @throws IllegalArgumentException if an operation cannot be applied, naming it
   */
  public FeatureShape outputShape(FeatureShape input) {
    return Sequences.outputShape("group '" + name + "'", operations, input);
  }

  /** How many numbers it learns for an input of this shape. */
  public long parameters(FeatureShape input) {
    return Sequences.parameters(operations, input);
  }
}
