package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Single nodes and what their operators make of them. */
final class Nodes {

  /** Attributes that are one number although their name ends in s. */
  private static final Set<String> NUMBERS = Set.of("axis", "keepdims", "batch_dims");

  private Nodes() {}

  /**
   * Applies an operator.
   *
   * @param attributes such as {@code group=2 strides=2,1 auto_pad=VALID}: one number is a number,
   *     or a list of one where the name ends in s
   */
  static Operator.Outcome apply(String operator, String attributes, int outputs, Value... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator);
    for (int i = 0; i < outputs; i++) {
      node.addOutput("y" + i);
    }
    for (String attribute : attributes.isEmpty() ? new String[0] : attributes.split(" ")) {
      String[] sides = attribute.split("=");
      node.addAttribute(attribute(sides[0], sides[1]));
    }
    return Operator.ALL.get(operator).apply(new Node(node.build(), Arrays.asList(inputs)));
  }

  static Operator.Outcome apply(String operator, String attributes, Value... inputs) {
    return apply(operator, attributes, 1, inputs);
  }

  /** The shape of the first output. */
  static String shape(String operator, String attributes, Value... inputs) {
    return apply(operator, attributes, inputs).outputs().get(0).shape().toString();
  }

  /** The numbers in the first output. */
  static List<Double> data(String operator, String attributes, Value... inputs) {
    double[] data = apply(operator, attributes, inputs).outputs().get(0).data();
    return data == null ? null : Arrays.stream(data).boxed().toList();
  }

  static Value floats(long... dims) {
    return Value.of(Shape.of(dims), false);
  }

  static Value scalar(double value) {
    return Value.of(Shape.SCALAR, value == Math.rint(value), new double[] {value});
  }

  private static AttributeProto attribute(String name, String text) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (!text.matches("[-0-9,]+")) {
      return attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text)).build();
    }
    boolean list = name.endsWith("s") && !NUMBERS.contains(name) || name.equals("perm");
    if (!list && !text.contains(",")) {
      return attribute.setType(AttributeType.INT).setI(Long.parseLong(text)).build();
    }
    for (String number : text.split(",")) {
      attribute.setType(AttributeType.INTS).addInts(Long.parseLong(number));
    }
    return attribute.build();
  }
}
