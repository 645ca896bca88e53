package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import org.freezeout.onnx.Operator.Outcome;

/** Operators that make one number of all along some axes. */
final class Reductions {

  private Reductions() {}

  static void register(Map<String, Operator> all) {
    for (String kind : "Mean Sum Max Min Prod L1 L2 LogSum LogSumExp SumSquare".split(" ")) {
      all.put("Reduce" + kind, Reductions::reduce);
    }
    all.put("ArgMax", Reductions::index);
    all.put("ArgMin", Reductions::index);
  }

  private static Outcome reduce(Node node) {
    Shape input = node.shape(0);
    long[] given = node.longs(1, "axes");
    TreeSet<Integer> axes = new TreeSet<>();
    for (long axis : given) {
      axes.add(input.axis(axis));
    }
    if (given.length == 0) {
      if (node.integer("noop_with_empty_axes", 0) != 0) {
        return Outcome.of(input, node.in(0).integer());
      }
      for (int i = 0; i < input.rank(); i++) {
        axes.add(i);
      }
    }
    Shape output = without(input, axes, node.integer("keepdims", 1) != 0);
    return Outcome.of(Value.of(output, node.in(0).integer(), data(node, output)));
  }

  private static double[] data(Node node, Shape output) {
    double[] data = node.in(0).data();
    DoubleBinaryOperator function =
        switch (node.operator()) {
          case "ReduceProd" -> (a, b) -> a * b;
          case "ReduceSum" -> Double::sum;
          case "ReduceMax" -> Math::max;
          case "ReduceMin" -> Math::min;
          default -> null;
        };
    if (data == null || data.length == 0 || function == null || output.elements() != 1) {
      return null;
    }
    return new double[] {Arrays.stream(data).reduce(function).getAsDouble()};
  }

  private static Outcome index(Node node) {
    Shape input = node.shape(0);
    TreeSet<Integer> axis = new TreeSet<>(List.of(input.axis(node.integer("axis", 0))));
    return Outcome.of(without(input, axis, node.integer("keepdims", 1) != 0), true);
  }

  private static Shape without(Shape input, TreeSet<Integer> axes, boolean keep) {
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < input.rank(); i++) {
      if (!axes.contains(i)) {
        dims.add(input.dim(i));
      } else if (keep) {
        dims.add(1L);
      }
    }
    return new Shape(dims);
  }
}
