package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.Dropout;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Pooling;
import org.freezeout.architecture.Residual;

/** Writes an architecture as a graph; group i becomes the module {@code group.i}. */
final class SpecGraphs {

  private final GraphBuilder g = new GraphBuilder();
  private int group;
  private int layer;

  private SpecGraphs() {}

  static ModelProto of(ArchitectureSpec architecture) {
    SpecGraphs graphs = new SpecGraphs();
    FeatureShape shape = architecture.input();
    String x = graphs.g.input("input", "batch", shape.channels(), shape.height(), shape.width());
    for (graphs.group = 0; graphs.group < architecture.groups().size(); graphs.group++) {
      List<Operation> operations = architecture.groups().get(graphs.group).operations();
      x = graphs.sequence(operations, x, shape);
      shape = architecture.groups().get(graphs.group).outputShape(shape);
    }
    return graphs.g.build(x);
  }

  private String sequence(List<Operation> operations, String input, FeatureShape from) {
    String x = input;
    FeatureShape shape = from;
    for (Operation operation : operations) {
      x = operation(operation, x, shape);
      shape = operation.outputShape(shape);
    }
    return x;
  }

  private String operation(Operation operation, String x, FeatureShape shape) {
    if (operation instanceof Residual residual) {
      String body = sequence(residual.body(), x, shape);
      return g.simple("Add", body, sequence(residual.shortcut(), x, shape));
    }
    if (operation instanceof Concatenation concatenation) {
      return g.concat(1, x, sequence(concatenation.body(), x, shape));
    }
    String module = "group." + group + ".layer" + layer++;
    if (operation instanceof Convolution c) {
      return g.convolution(
          module, x, c.outChannels(), c.kernel(), c.stride(), c.padding(), c.groups(), c.bias());
    }
    if (operation instanceof Dense dense) {
      String flat = g.node("Flatten", "", x).add();
      String output = g.gemm(module, flat, shape.size(), dense.outFeatures(), dense.bias());
      // As a map again, which is what an architecture makes of it.
      return g.as(
          g.simple("Reshape", output, g.numbers(0, dense.outFeatures(), 1, 1)),
          dense.outFeatures());
    }
    if (operation instanceof BatchNorm) {
      return g.batchNorm(module, x);
    }
    if (operation instanceof Activation) {
      return g.relu(x);
    }
    if (operation instanceof Pooling p) {
      String operator = p.kind() == Pooling.Kind.MAX ? "MaxPool" : "AveragePool";
      return g.pool(operator, x, p.kernel(), p.stride(), p.padding(), false);
    }
    if (operation instanceof GlobalAveragePooling) {
      return g.simple("GlobalAveragePool", x);
    }
    if (operation instanceof Dropout) {
      return g.simple("Dropout", x);
    }
    throw new IllegalArgumentException(operation.toString());
  }
}
