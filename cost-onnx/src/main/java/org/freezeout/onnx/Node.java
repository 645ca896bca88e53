package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A node of the graph with what is known of its inputs. */
final class Node {

  private final NodeProto proto;
  private final List<Value> inputs;

  /**
   * A node.
   *
   * @param inputs a value for each input; null for one that is left out
   */
  Node(NodeProto proto, List<Value> inputs) {
    this.proto = proto;
    this.inputs = new ArrayList<>(inputs);
  }

  /** Its operator, with the domain where that is not ONNX's own. */
  static String operator(NodeProto proto) {
    String domain = proto.getDomain();
    return domain.isEmpty() || domain.equals("ai.onnx")
        ? proto.getOpType()
        : domain + "." + proto.getOpType();
  }

  /** Where it is, for messages. */
  static String place(NodeProto proto) {
    String operator = proto.getOpType().isEmpty() ? "a node" : proto.getOpType();
    String name = proto.getName();
    if (name.isEmpty()) {
      name = proto.getOutputCount() > 0 ? proto.getOutput(0) : "";
    }
    return Texts.line(operator) + " " + Texts.quoted(name);
  }

  String operator() {
    return operator(proto);
  }

  String place() {
    return place(proto);
  }

  int outputs() {
    return proto.getOutputCount();
  }

  int inputs() {
    return inputs.size();
  }

  boolean has(int input) {
    return input < inputs.size() && inputs.get(input) != null;
  }

  /**
   * An input.
   *
   * @throws IllegalArgumentException if it is left out
   */
  Value in(int input) {
    if (!has(input)) {
      throw new IllegalArgumentException("input " + input + " is missing");
    }
    return inputs.get(input);
  }

  /**
   * The shape of an input.
   *
   * @throws NotKnown if it is not known
   */
  Shape shape(int input) {
    Value value = in(input);
    if (value.shape() == null) {
      throw new NotKnown(value.why());
    }
    return value.shape();
  }

  /**
   * The numbers in an input, whole ones.
   *
   * @throws NotKnown if they are not known
   */
  long[] longs(int input) {
    double[] data = doubles(input);
    long[] longs = new long[data.length];
    for (int i = 0; i < data.length; i++) {
      longs[i] = (long) data[i];
    }
    return longs;
  }

  /**
   * The numbers in an input.
   *
   * @throws NotKnown if they are not known
   */
  double[] doubles(int input) {
    shape(input);
    double[] data = in(input).data();
    if (data == null) {
      throw new NotKnown(place() + " depends on numbers that only running the network gives");
    }
    return data;
  }

  /** Numbers that newer operators take as an input and older ones as an attribute. */
  long[] longs(int input, String attribute, long... otherwise) {
    return has(input) ? longs(input) : integers(attribute, otherwise);
  }

  boolean hasAttribute(String name) {
    return find(name) != null;
  }

  long integer(String name, long otherwise) {
    AttributeProto attribute = find(name);
    return attribute == null ? otherwise : attribute.getI();
  }

  long[] integers(String name, long... otherwise) {
    AttributeProto attribute = find(name);
    return attribute == null
        ? otherwise
        : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  double[] numbers(String name) {
    AttributeProto attribute = find(name);
    return attribute == null
        ? new double[0]
        : attribute.getFloatsList().stream().mapToDouble(Float::doubleValue).toArray();
  }

  double number(String name) {
    AttributeProto attribute = find(name);
    return attribute == null ? 0 : attribute.getF();
  }

  String text(String name, String otherwise) {
    AttributeProto attribute = find(name);
    return attribute == null ? otherwise : attribute.getS().toStringUtf8();
  }

  /** A tensor, or null. */
  TensorProto tensor(String name) {
    AttributeProto attribute = find(name);
    return attribute == null || !attribute.hasT() ? null : attribute.getT();
  }

  /**
   * Whole numbers, one for each of some axes.
   *
   * @throws IllegalArgumentException if there are not that many, or one is below the least
   */
  long[] perAxis(String name, int count, long least, long otherwise) {
    long[] all = new long[count];
    Arrays.fill(all, otherwise);
    long[] numbers = integers(name, all);
    if (numbers.length != count) {
      throw new IllegalArgumentException(
          name + " must have " + count + " numbers, got " + numbers.length);
    }
    for (long number : numbers) {
      if (number < least || number > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(name + " must be at least " + least + ", got " + number);
      }
    }
    return numbers;
  }

  private AttributeProto find(String name) {
    for (AttributeProto attribute : proto.getAttributeList()) {
      if (attribute.getName().equals(name)) {
        return attribute;
      }
    }
    return null;
  }
}
