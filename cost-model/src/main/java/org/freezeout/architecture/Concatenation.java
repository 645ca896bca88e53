package org.freezeout.architecture;

import java.util.List;

/**
 * The input with the output of a body appended as further channels, as in a DenseNet.
 *
 * @param body gives a map of the input's height and width; not empty
 */
public record Concatenation(List<Operation> body) implements Operation {

  /**
   * Checks the body.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public Concatenation {
    body = Sequences.notEmpty("body", body);
  }

  @Override
  public FeatureShape outputShape(FeatureShape input) {
    FeatureShape added = Sequences.outputShape("body", body, input);
    if (added.height() != input.height() || added.width() != input.width()) {
      throw new IllegalArgumentException(
          "a concatenated body must keep height and width of its input "
              + input
              + ", got "
              + added);
    }
    return input.withChannels(input.channels() + added.channels());
  }

  @Override
  public long parameters(FeatureShape input) {
    return Sequences.parameters(body, input);
  }
}
