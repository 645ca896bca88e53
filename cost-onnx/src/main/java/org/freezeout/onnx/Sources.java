package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.Map;
import org.freezeout.onnx.Operator.Outcome;

/** Operators that make numbers of shapes or of nothing. */
final class Sources {

  private Sources() {}

  static void register(Map<String, Operator> all) {
    all.put("Constant", Sources::constant);
    all.put("ConstantOfShape", Sources::constantOfShape);
    all.put("Shape", Sources::shape);
    all.put(
        "Size",
        node -> Outcome.of(Value.of(Shape.SCALAR, true, new double[] {node.shape(0).elements()})));
    all.put("Range", Sources::range);
    all.put("EyeLike", node -> Outcome.of(node.shape(0), false));
    all.put("RandomNormalLike", node -> Outcome.of(node.shape(0), false));
    all.put("RandomUniformLike", node -> Outcome.of(node.shape(0), false));
    all.put("Bernoulli", node -> Outcome.of(node.shape(0), false));
  }

  private static Outcome constant(Node node) {
    TensorProto tensor = node.tensor("value");
    if (tensor != null) {
      return Outcome.of(Tensors.value(tensor, false));
    }
    if (node.hasAttribute("value_int")) {
      double[] data = {node.integer("value_int", 0)};
      return Outcome.of(Value.of(Shape.SCALAR, true, data));
    }
    if (node.hasAttribute("value_ints")) {
      return Outcome.of(Value.integers(node.integers("value_ints")));
    }
    if (node.hasAttribute("value_float")) {
      double[] data = {node.number("value_float")};
      return Outcome.of(Value.of(Shape.SCALAR, false, data));
    }
    if (node.hasAttribute("value_floats")) {
      double[] data = node.numbers("value_floats");
      return Outcome.of(Value.of(Shape.of(data.length), false, data));
    }
    return Outcome.of(Value.unknown(node.place() + " holds no tensor of numbers"));
  }

  private static Outcome constantOfShape(Node node) {
    TensorProto tensor = node.tensor("value");
    Value value =
        tensor == null ? Value.of(Shape.of(1), false, new double[1]) : Tensors.value(tensor, false);
    Shape shape = Shape.of(node.longs(0));
    if (value.shape().elements() != 1) {
      throw new IllegalArgumentException("one value is needed, got " + value.shape());
    }
    double[] data = null;
    if (value.data() != null && shape.elements() <= Value.MAX_DATA) {
      data = new double[(int) shape.elements()];
      Arrays.fill(data, value.data()[0]);
    }
    return Outcome.of(Value.of(shape, value.integer(), data));
  }

  private static Outcome shape(Node node) {
    Shape shape = node.shape(0);
    int from = clamp(node.integer("start", 0), shape.rank());
    int to = clamp(node.integer("end", shape.rank()), shape.rank());
    long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
    return Outcome.of(Value.integers(Arrays.copyOfRange(dims, from, Math.max(from, to))));
  }

  private static int clamp(long axis, int rank) {
    return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
  }

  private static Outcome range(Node node) {
    double start = scalar(node, 0);
    double limit = scalar(node, 1);
    double delta = scalar(node, 2);
    double count = Math.max(0, Math.ceil((limit - start) / delta));
    if (!(count <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "a range from " + start + " to " + limit + " by " + delta + " is impossible");
    }
    double[] data = null;
    if (count <= Value.MAX_DATA) {
      data = new double[(int) count];
      for (int i = 0; i < data.length; i++) {
        data[i] = start + i * delta;
      }
    }
    return Outcome.of(Value.of(Shape.of((long) count), node.in(0).integer(), data));
  }

  /** The only number of an input. */
  static double scalar(Node node, int input) {
    double[] data = node.doubles(input);
    if (data.length != 1) {
      throw new IllegalArgumentException(
          "input " + input + " must be one number, got " + data.length);
    }
    return data[0];
  }
}
