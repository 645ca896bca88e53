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

  /** How many operations there are, those within others included. */
  static int count(String name, List<Operation> operations, int depth) {
    if (depth > ArchitectureSpec.MAX_DEPTH) {
      throw new IllegalArgumentException(
          name + " must nest operations at most " + ArchitectureSpec.MAX_DEPTH + " deep");
    }
    int count = operations.size();
    for (Operation operation : operations) {
      if (operation instanceof Residual residual) {
        count += count(name, residual.body(), depth + 1);
        count += residual.shortcut().isEmpty() ? 0 : count(name, residual.shortcut(), depth + 1);
      } else if (operation instanceof Concatenation concatenation) {
        count += count(name, concatenation.body(), depth + 1);
      }
    }
    return count;
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
