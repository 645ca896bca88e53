package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.freezeout.architecture.FeatureShape;

/** Gives the dimensions that a file leaves open their values. */
final class Dimensions {

  private static final Pattern BATCH = Pattern.compile("(?i)n|b|bs|.*batch.*");

  private final OnnxOptions options;

  Dimensions(OnnxOptions options) {
    this.options = options;
  }

  /**
   * An input of the graph.
   *
   * @throws IllegalArgumentException if it is no tensor or a dimension has no value, naming it
   */
  Value input(ValueInfoProto info) {
    String place = "input " + Texts.quoted(info.getName());
    TypeProto.Tensor type = info.getType().getTensorType();
    if (!info.getType().hasTensorType() || !type.hasShape()) {
      throw new IllegalArgumentException(place + " must be a tensor with a shape");
    }
    TensorShapeProto proto = type.getShape();
    List<Long> dims = new ArrayList<>();
    for (int axis = 0; axis < proto.getDimCount(); axis++) {
      int index = axis;
      dims.add(
          value(proto.getDim(axis), axis, proto.getDimCount())
              .orElseThrow(() -> open(proto.getDim(index), index, place)));
    }
    Shape shape;
    try {
      shape = new Shape(dims);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
    options.image().ifPresent(image -> checkImage(image, shape, place));
    return Value.of(shape, Tensors.isInteger(type.getElemType()));
  }

  /** What a file says about the shape of a tensor within the graph, if it says enough. */
  Optional<Shape> inner(ValueInfoProto info) {
    TypeProto.Tensor type = info.getType().getTensorType();
    if (!type.hasShape()) {
      return Optional.empty();
    }
    List<Long> dims = new ArrayList<>();
    for (Dimension dim : type.getShape().getDimList()) {
      Optional<Long> value = dim.hasDimValue() ? Optional.of(dim.getDimValue()) : named(dim);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      dims.add(value.get());
    }
    return Optional.of(new Shape(dims));
  }

  private Optional<Long> value(Dimension dim, int axis, int rank) {
    if (dim.hasDimValue() && dim.getDimValue() > 0) {
      return Optional.of(dim.getDimValue());
    }
    Optional<Long> named = named(dim);
    if (named.isPresent()) {
      return named;
    }
    boolean nameless = dim.getDimParam().isEmpty() || dim.getDimParam().startsWith("unk_");
    if (axis == 0 && nameless) {
      return Optional.of(1L);
    }
    if (rank != 4 || options.image().isEmpty() || axis == 0) {
      return Optional.empty();
    }
    FeatureShape image = options.image().get();
    return Optional.of(
        (long) (axis == 1 ? image.channels() : axis == 2 ? image.height() : image.width()));
  }

  private Optional<Long> named(Dimension dim) {
    String name = dim.getDimParam();
    if (options.dimensions().containsKey(name)) {
      return Optional.of(options.dimensions().get(name));
    }
    return BATCH.matcher(name).matches() ? Optional.of(1L) : Optional.empty();
  }

  private static IllegalArgumentException open(Dimension dim, int axis, String place) {
    String name = dim.getDimParam();
    return new IllegalArgumentException(
        (name.isEmpty() ? "a dimension" : "dimension " + Texts.quoted(name))
            + " (axis "
            + axis
            + " of "
            + place
            + ") has no value"
            + (name.isEmpty() ? "" : ": give it one"));
  }

  private static void checkImage(FeatureShape image, Shape shape, String place) {
    Shape wanted = Shape.of(image.channels(), image.height(), image.width());
    if (shape.rank() == 4 && !shape.part(1, 4).equals(wanted)) {
      throw new IllegalArgumentException(
          place + " is " + shape.part(1, 4) + " and cannot be " + wanted);
    }
  }
}
