package org.freezeout.fuzz;

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
import java.util.Collections;
import java.util.List;

/** Small ONNX networks with many kinds of nodes. */
final class OnnxModels {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
  private int next;

  private OnnxModels() {}

  /** Convolutions, normalisation, pooling, a flattening computed in the graph, a dense layer. */
  static ModelProto convolutional() {
    OnnxModels g = new OnnxModels();
    String x = g.input("x", 4, 8, 8);
    x = g.node("Conv", ints("kernel_shape", 3, 3), x, g.weight("a.0.conv.weight", 6, 4, 3, 3));
    x =
        g.node(
            "BatchNormalization",
            null,
            x,
            g.weight("a.0.bn.weight", 6),
            g.weight("a.0.bn.bias", 6),
            g.weight("a.0.bn.mean", 6),
            g.weight("a.0.bn.var", 6));
    x = g.node("Relu", null, x);
    x = g.node("MaxPool", ints("kernel_shape", 2, 2), x);
    x = g.node("Pad", null, x, g.numbers(0, 0, 1, 1, 0, 0, 1, 1));
    String size = g.node("Gather", null, g.node("Shape", null, x), g.numbers(0));
    String shape = g.node("Concat", axis(0), size, g.numbers(-1));
    x = g.node("Reshape", null, g.node("GlobalAveragePool", null, x), shape);
    x =
        g.node(
            "Gemm", null, x, g.weight("b.0.dense.weight", 6, 10), g.weight("b.0.dense.bias", 10));
    return g.build(x);
  }

  /** Attention with shapes that are computed in the graph. */
  static ModelProto attention() {
    OnnxModels g = new OnnxModels();
    String x = g.input("x", 8, 16);
    String q = g.node("MatMul", null, x, g.weight("l.0.query.weight", 16, 16));
    String k = g.node("Transpose", ints("perm", 0, 2, 1), x);
    String scores = g.node("Softmax", axis(-1), g.node("MatMul", null, q, k));
    x = g.node("Add", null, x, g.node("MatMul", null, scores, x));
    x = g.node("Slice", null, x, g.numbers(0), g.numbers(4), g.numbers(1), g.numbers(1));
    String fill = g.node("ConstantOfShape", null, g.numbers(1, 4, 16));
    x = g.node("Add", null, x, g.node("Expand", null, fill, g.numbers(1, 4, 16)));
    x = g.node("Tile", null, x, g.numbers(1, 2, 1));
    String range = g.node("Range", null, g.scalar(0), g.scalar(5), g.scalar(1));
    x = g.node("Gather", axis(1), x, range);
    x = g.node("ReduceMean", ints("axes", 1), x);
    x = g.node("Resize", null, x, "", "", g.numbers(1, 1, 16));
    x = g.node("MatMul", null, x, g.weight("l.1.out.weight", 16, 4));
    x = g.node("Split", axis(-1), x);
    return g.build(g.node("Unsqueeze", ints("axes", 0), x));
  }

  private String input(String name, long... dims) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("batch"));
    for (long dim : dims) {
      shape.addDim(Dimension.newBuilder().setDimValue(dim));
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(DataType.FLOAT_VALUE)
                            .setShape(shape))));
    return name;
  }

  private String weight(String name, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT_VALUE);
    int elements = 1;
    for (long dim : dims) {
      tensor.addDims(dim);
      elements *= (int) dim;
    }
    graph.addInitializer(tensor.addAllFloatData(Collections.nCopies(elements, 0.5f)));
    return name;
  }

  private String numbers(long... numbers) {
    TensorProto.Builder tensor = constant().addDims(numbers.length);
    for (long number : numbers) {
      tensor.addInt64Data(number);
    }
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  private String scalar(long number) {
    TensorProto.Builder tensor = constant().addInt64Data(number);
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  private TensorProto.Builder constant() {
    return TensorProto.newBuilder().setName("c" + next++).setDataType(DataType.INT64_VALUE);
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static AttributeProto axis(long value) {
    return AttributeProto.newBuilder()
        .setName("axis")
        .setType(AttributeType.INT)
        .setI(value)
        .build();
  }

  private String node(String operator, AttributeProto attribute, String... inputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName("/" + operator + "_" + next)
            .addAllInput(List.of(inputs))
            .addOutput("t" + next++);
    if (attribute != null) {
      node.addAttribute(attribute);
    }
    graph.addNode(node);
    return node.getOutput(0);
  }

  private ModelProto build(String output) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(output));
    return ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build();
  }
}
