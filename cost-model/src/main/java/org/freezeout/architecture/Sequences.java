package org.freezeout.architecture;

import java.util.List;
import java.util.Locale;

/** Operations one after the other. */
final class Sequences {

  private Sequences() {}

  static List<Operation> notEmpty(String name, List<Operation> operations) {
    if (operations.isEmpty()) {
      throw new IllegalArgumentException(name + " must hold at least one operation");
    }
    return List.copyOf(operations);
  }

  /** The shape after all of them; an error says which of them cannot be applied. */
  static FeatureShape outputShape(String name, List<Operation> operations, FeatureShape input) {
    FeatureShape shape = input;
    for (int i = 0; i < operations.size(); i++) {
      try {
        shape = operations.get(i).outputShape(shape);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            name + " operation " + i + " (" + kind(operations.get(i)) + "): " + e.getMessage(), e);
      }
    }
    return shape;
  }

  /** The kind of an operation in words: {@code batch norm}. */
  private static String kind(Operation operation) {
    return operation
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  static long parameters(List<Operation> operations, FeatureShape input) {
    long sum = 0;
    FeatureShape shape = input;
    for (Operation operation : operations) {
      sum = Sizes.sum("parameters", sum, operation.parameters(shape));
      shape = operation.outputShape(shape);
    }
    return sum;
  }
}
