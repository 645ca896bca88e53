package org.freezeout.architecture;

import java.util.List;

/**
 * The sum of two paths from the same input.
 *
 * @param body the one path, not empty
 * @param shortcut the other; empty for the input itself
 */
public record Residual(List<Operation> body, List<Operation> shortcut) implements Operation {

  /**
   * Checks the body.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Residual {
    body = Sequences.notEmpty("body", body);
    shortcut = List.copyOf(shortcut);
  }

  /** A body that is added to its own input. */
  public static Residual around(Operation... body) {
    return new Residual(List.of(body), List.of());
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    FeatureShape left = Sequences.outputShape("body", body, input);
    FeatureShape right = Sequences.outputShape("shortcut", shortcut, input);
    if (!left.equals(right)) {
      throw new IllegalArgumentException(
          "body and shortcut must give the same shape, got " + left + " and " + right);
    }
    return left;
  }

  @Override
  public long parameters(FeatureShape input) {
    return Sizes.sum(
        "parameters", Sequences.parameters(body, input), Sequences.parameters(shortcut, input));
  }
}
