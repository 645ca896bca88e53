package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds graphs as exporters do: weights are named by their module, nodes by their scope. */
final class GraphBuilder {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  /** Channels of each tensor: axis 1 of images, the last axis of all others. */
  private final Map<String, Integer> channels = new HashMap<>();

  private int next;

  /** A node that may get attributes. */
  final class NodeBuilder {
    private final NodeProto.Builder node;

    private NodeBuilder(NodeProto.Builder node) {
      this.node = node;
    }

    NodeBuilder with(String name, long... values) {
      AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
      for (long value : values) {
        attribute.addInts(value);
      }
      return with(attribute);
    }

    NodeBuilder withOne(String name, long value) {
      return with(attribute(name, AttributeType.INT).setI(value));
    }

    NodeBuilder withText(String name, String value) {
      return with(attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)));
    }

    NodeBuilder withTensor(String name, TensorProto value) {
      return with(attribute(name, AttributeType.TENSOR).setT(value));
    }

    private NodeBuilder with(AttributeProto.Builder attribute) {
      node.addAttribute(attribute);
      return this;
    }

    private AttributeProto.Builder attribute(String name, AttributeType type) {
      return AttributeProto.newBuilder().setName(name).setType(type);
    }

    /** Adds the node; the name of its first output. */
    String add() {
      graph.addNode(node);
      return node.getOutput(0);
    }
  }

  /** An input of images or other fractional numbers. */
  String input(String name, Object... dims) {
    return inputOf(DataType.FLOAT_VALUE, name, dims);
  }

  /** An input of a type; a dimension is a number, or a name. */
  String inputOf(int type, String name, Object... dims) {
    graph.addInput(info(name, type, dims));
    if (dims.length > 1 && dims[1] instanceof Integer size) {
      channels.put(name, size);
    }
    return name;
  }

  static ValueInfoProto info(String name, int type, Object... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      shape.addDim(
          dim instanceof Integer size
              ? Dimension.newBuilder().setDimValue(size)
              : Dimension.newBuilder().setDimParam(dim.toString()));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }

  void shapeOf(String name, Object... dims) {
    graph.addValueInfo(info(name, DataType.FLOAT_VALUE, dims));
  }

  /** Learned numbers; only small tensors need to be there, nobody looks at others. */
  String weight(String name, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT_VALUE);
    long elements = 1;
    for (long dim : dims) {
      tensor.addDims(dim);
      elements *= dim;
    }
    if (elements <= Value.MAX_DATA) {
      tensor.addAllFloatData(Collections.nCopies((int) elements, 0.5f));
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** A constant list of whole numbers. */
  String numbers(long... numbers) {
    return node("Constant", "").withTensor("value", tensor(numbers)).add();
  }

  /** A constant whole number without an axis. */
  String number(long number) {
    TensorProto tensor = tensor(number).toBuilder().clearDims().build();
    return node("Constant", "").withTensor("value", tensor).add();
  }

  static TensorProto tensor(long... numbers) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(DataType.INT64_VALUE).addDims(numbers.length);
    for (long number : numbers) {
      tensor.addInt64Data(number);
    }
    return tensor.build();
  }

  NodeBuilder node(String operator, String scope, String... inputs) {
    return node(operator, scope, 1, inputs);
  }

  NodeBuilder node(String operator, String scope, int outputs, String... inputs) {
    String name = scope.isEmpty() ? "" : "/" + scope + "/" + operator;
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setName(name).addAllInput(List.of(inputs));
    for (int i = 0; i < outputs; i++) {
      node.addOutput("t" + next++);
      if (inputs.length > 0 && channels.containsKey(inputs[0])) {
        channels.put(node.getOutput(i), channels.get(inputs[0]));
      }
    }
    return new NodeBuilder(node);
  }

  /** A square convolution that belongs to a module. */
  String convolution(
      String module,
      String input,
      int out,
      int kernel,
      int stride,
      int pad,
      int groups,
      boolean bias) {
    int in = channels.get(input);
    String weight = weight(module + ".weight", out, in / groups, kernel, kernel);
    String[] inputs =
        bias
            ? new String[] {input, weight, weight(module + ".bias", out)}
            : new String[] {input, weight};
    String output =
        node("Conv", scope(module), inputs)
            .with("kernel_shape", kernel, kernel)
            .with("strides", stride, stride)
            .with("pads", pad, pad, pad, pad)
            .withOne("group", groups)
            .add();
    return as(output, out);
  }

  String batchNorm(String module, String input) {
    int size = channels.get(input);
    return node(
            "BatchNormalization",
            scope(module),
            input,
            weight(module + ".weight", size),
            weight(module + ".bias", size),
            weight(module + ".running_mean", size),
            weight(module + ".running_var", size))
        .add();
  }

  String layerNorm(String module, String input) {
    int size = channels.get(input);
    return node(
            "LayerNormalization",
            scope(module),
            input,
            weight(module + ".weight", size),
            weight(module + ".bias", size))
        .add();
  }

  String simple(String operator, String... inputs) {
    return node(operator, "", inputs).add();
  }

  String relu(String input) {
    return simple("Relu", input);
  }

  String pool(String operator, String input, int kernel, int stride, int pad, boolean ceil) {
    return node(operator, "", input)
        .with("kernel_shape", kernel, kernel)
        .with("strides", stride, stride)
        .with("pads", pad, pad, pad, pad)
        .withOne("ceil_mode", ceil ? 1 : 0)
        .add();
  }

  String maxPool(String input, int kernel, int stride, int pad) {
    return pool("MaxPool", input, kernel, stride, pad, false);
  }

  String concat(int axis, String... inputs) {
    int sum = 0;
    for (String input : inputs) {
      sum += channels.getOrDefault(input, 0);
    }
    return as(node("Concat", "", inputs).withOne("axis", axis).add(), sum);
  }

  /** A dense layer over vectors. */
  String gemm(String module, String input, int in, int out, boolean bias) {
    String weight = weight(module + ".weight", out, in);
    String[] inputs =
        bias
            ? new String[] {input, weight, weight(module + ".bias", out)}
            : new String[] {input, weight};
    return as(node("Gemm", scope(module), inputs).withOne("transB", 1).add(), out);
  }

  /** A dense layer over the last axis, its weights transposed and renamed as PyTorch does. */
  String linear(String module, String input, int out) {
    String weight = weight("onnx::MatMul_" + next++, channels.get(input), out);
    String product = as(node("MatMul", scope(module), input, weight).add(), out);
    return as(node("Add", scope(module), weight(module + ".bias", out), product).add(), out);
  }

  /** Tells the channels of a tensor. */
  String as(String tensor, int channels) {
    this.channels.put(tensor, channels);
    return tensor;
  }

  int channels(String tensor) {
    return channels.get(tensor);
  }

  ModelProto build(String... outputs) {
    for (String output : outputs) {
      graph.addOutput(ValueInfoProto.newBuilder().setName(output));
    }
    return ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build();
  }

  /** {@code layer1.0.conv1} becomes {@code layer1/layer1.0/conv1}. */
  private static String scope(String module) {
    StringBuilder scope = new StringBuilder();
    String last = "";
    for (String part : module.split("\\.")) {
      last = part.matches("\\d+") && !last.isEmpty() ? last + "." + part : part;
      scope.append(scope.isEmpty() ? "" : "/").append(last);
    }
    return scope.toString();
  }
}
