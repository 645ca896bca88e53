package org.freezeout.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.freezeout.architecture.FeatureShape;

/**
 * What an ONNX file leaves open.
 *
 * @param dimensions values of named dimensions, such as {@code sequence} to 128. Dimensions of the
 *     batch need none: they are 1
 * @param image the shape of an image, for the dimensions that an image input of the file leaves
 *     open; empty where it leaves none open
 * @param groups regular expressions, one for each layer group, in the order of the graph; an
 *     operation belongs to the first that is found in its name or in the name of one of its
 *     weights. Empty for groups that follow from the names
 */
public record OnnxOptions(
    Map<String, Long> dimensions, Optional<FeatureShape> image, List<String> groups) {

  /** For files that leave nothing open but the batch. */
  public static final OnnxOptions DEFAULT = new OnnxOptions(Map.of(), Optional.empty(), List.of());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a dimension is below 1, or a pattern no regular expression
   */
  public OnnxOptions {
    dimensions = Map.copyOf(new TreeMap<>(dimensions));
    groups = List.copyOf(groups);
    dimensions.forEach(
        (name, value) -> {
          if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                "dimension " + Texts.quoted(name) + " must be at least 1, got " + value);
          }
        });
    for (String group : groups) {
      try {
        Pattern.compile(group);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "layer group "
                + Texts.quoted(group)
                + " is no regular expression: "
                + e.getDescription(),
            e);
      }
    }
  }

  /** The same with a value for a named dimension. */
  public OnnxOptions withDimension(String name, long value) {
    Map<String, Long> more = new TreeMap<>(dimensions);
    more.put(name, value);
    return new OnnxOptions(more, image, groups);
  }

  /** The same for images of a shape. */
  public OnnxOptions withImage(FeatureShape image) {
    return new OnnxOptions(dimensions, Optional.of(image), groups);
  }

  /** The same with layer groups by patterns. */
  public OnnxOptions withGroups(String... patterns) {
    return new OnnxOptions(dimensions, image, List.of(patterns));
  }
}
