package org.freezeout.onnx;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.freezeout.onnx.Operator.Outcome;

/** Operators that work element by element, and what they make of small known numbers. */
final class Elementwise {

  private Elementwise() {}

  static void register(Map<String, Operator> all) {
    for (String name :
        ("Relu LeakyRelu Sigmoid Tanh Erf Gelu Elu Selu Celu HardSigmoid HardSwish Swish Mish"
                + " Softplus Softsign ThresholdedRelu Exp Log Sin Cos Tan Asin Acos Atan Sinh Cosh"
                + " Asinh Acosh Atanh Clip Shrink CumSum Trilu BitwiseNot")
            .split(" ")) {
      all.put(name, node -> Outcome.of(node.shape(0), node.in(0).integer()));
    }
    unary(all, "Identity", x -> x);
    unary(all, "Neg", x -> -x);
    unary(all, "Abs", Math::abs);
    unary(all, "Sqrt", Math::sqrt);
    unary(all, "Reciprocal", x -> 1 / x);
    unary(all, "Floor", Math::floor);
    unary(all, "Ceil", Math::ceil);
    unary(all, "Round", Math::rint);
    unary(all, "Sign", Math::signum);
    unary(all, "Not", x -> x == 0 ? 1 : 0);
    all.put("IsNaN", node -> Outcome.of(node.shape(0), true));
    all.put("IsInf", node -> Outcome.of(node.shape(0), true));
    all.put("Cast", Elementwise::cast);
    all.put("CastLike", node -> Outcome.of(node.shape(0), node.in(1).integer()));
    all.put("Dropout", Elementwise::dropout);

    binary(all, "Add", Double::sum);
    binary(all, "Sub", (a, b) -> a - b);
    binary(all, "Mul", (a, b) -> a * b);
    binary(all, "Pow", Math::pow);
    binary(all, "Min", Math::min);
    binary(all, "Max", Math::max);
    binary(all, "Sum", Double::sum);
    all.put("Div", node -> variadic(node, division(node), false));
    all.put("Mod", node -> variadic(node, (a, b) -> a - b * Math.floor(a / b), false));
    all.put("Mean", node -> variadic(node, null, false));
    all.put("PRelu", node -> Outcome.of(node.shape(0), false));
    comparison(all, "Equal", (a, b) -> a == b ? 1 : 0);
    comparison(all, "Less", (a, b) -> a < b ? 1 : 0);
    comparison(all, "LessOrEqual", (a, b) -> a <= b ? 1 : 0);
    comparison(all, "Greater", (a, b) -> a > b ? 1 : 0);
    comparison(all, "GreaterOrEqual", (a, b) -> a >= b ? 1 : 0);
    comparison(all, "And", (a, b) -> a != 0 && b != 0 ? 1 : 0);
    comparison(all, "Or", (a, b) -> a != 0 || b != 0 ? 1 : 0);
    comparison(all, "Xor", (a, b) -> (a != 0) != (b != 0) ? 1 : 0);
    all.put("Where", Elementwise::where);
  }

  private static void unary(Map<String, Operator> all, String name, DoubleUnaryOperator function) {
    all.put(name, node -> Outcome.of(map(node, node.in(0).integer(), function)));
  }

  private static Value map(Node node, boolean integer, DoubleUnaryOperator function) {
    double[] data = node.in(0).data();
    double[] result = data == null ? null : java.util.Arrays.stream(data).map(function).toArray();
    return Value.of(node.shape(0), integer, result);
  }

  private static Outcome cast(Node node) {
    boolean integer = Tensors.isInteger((int) node.integer("to", 1));
    return Outcome.of(map(node, integer, integer ? x -> (long) x : x -> x));
  }

  private static Outcome dropout(Node node) {
    Value output = Value.of(node.shape(0), node.in(0).integer());
    return node.outputs() > 1
        ? Outcome.of(output, Value.of(output.shape(), true))
        : Outcome.of(output);
  }

  private static void binary(
      Map<String, Operator> all, String name, DoubleBinaryOperator function) {
    all.put(name, node -> variadic(node, function, false));
  }

  private static void comparison(
      Map<String, Operator> all, String name, DoubleBinaryOperator function) {
    all.put(name, node -> variadic(node, function, true));
  }

  private static DoubleBinaryOperator division(Node node) {
    boolean integer = node.in(0).integer() && node.in(1).integer();
    return integer ? (a, b) -> b == 0 ? 0 : (double) ((long) a / (long) b) : (a, b) -> a / b;
  }

  /** Combines all inputs from the left to the right. */
  private static Outcome variadic(Node node, DoubleBinaryOperator function, boolean truth) {
    Value result = Value.of(node.shape(0), node.in(0).integer(), node.in(0).data());
    for (int i = 1; i < node.inputs(); i++) {
      Shape shape = result.shape().broadcast(node.shape(i));
      double[] data = null;
      double[] left = expand(result.data(), result.shape(), shape);
      double[] right = expand(node.in(i).data(), node.shape(i), shape);
      if (left != null && right != null && function != null) {
        data = new double[left.length];
        for (int j = 0; j < data.length; j++) {
          data[j] = function.applyAsDouble(left[j], right[j]);
        }
      }
      result = Value.of(shape, truth || result.integer() && node.in(i).integer(), data);
    }
    return Outcome.of(result);
  }

  private static Outcome where(Node node) {
    Shape shape = node.shape(0).broadcast(node.shape(1)).broadcast(node.shape(2));
    double[] condition = expand(node.in(0).data(), node.shape(0), shape);
    double[] yes = expand(node.in(1).data(), node.shape(1), shape);
    double[] no = expand(node.in(2).data(), node.shape(2), shape);
    double[] data = null;
    if (condition != null && yes != null && no != null) {
      data = new double[condition.length];
      for (int i = 0; i < data.length; i++) {
        data[i] = condition[i] != 0 ? yes[i] : no[i];
      }
    }
    return Outcome.of(Value.of(shape, node.in(1).integer() && node.in(2).integer(), data));
  }

  /** Numbers repeated to fill a larger shape; null where they are not known or too many. */
  static double[] expand(double[] data, Shape from, Shape to) {
    if (data == null || to.elements() > Value.MAX_DATA) {
      return null;
    }
    double[] result = new double[(int) to.elements()];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      int index = 0;
      int stride = 1;
      for (int axis = to.rank() - 1; axis >= 0; axis--) {
        int at = (int) (rest % to.dim(axis));
        rest /= (int) to.dim(axis);
        int own = axis - to.rank() + from.rank();
        if (own >= 0) {
          index += from.dim(own) == 1 ? 0 : at * stride;
          stride *= (int) from.dim(own);
        }
      }
      result[i] = data[index];
    }
    return result;
  }
}
