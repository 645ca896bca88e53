package org.freezeout.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freezeout.onnx.Operator.Outcome;

/** Products of matrices. One multiply-accumulate is one; biases are not counted. */
final class Products {

  private Products() {}

  static void register(Map<String, Operator> all) {
    all.put("Gemm", Products::gemm);
    all.put("MatMul", Products::matMul);
    all.put("Einsum", Products::einsum);
  }

  private static Outcome gemm(Node node) {
    Shape a = node.shape(0);
    Shape b = node.shape(1);
    if (a.rank() != 2 || b.rank() != 2) {
      throw new IllegalArgumentException("two matrices are needed, got " + a + " and " + b);
    }
    boolean transA = node.integer("transA", 0) != 0;
    boolean transB = node.integer("transB", 0) != 0;
    long inner = a.dim(transA ? 0 : 1);
    if (inner != b.dim(transB ? 1 : 0)) {
      throw new IllegalArgumentException("shapes " + a + " and " + b + " do not fit");
    }
    Shape output = Shape.of(a.dim(transA ? 1 : 0), b.dim(transB ? 0 : 1));
    return Outcome.counted(output, Math.multiplyExact(output.elements(), inner));
  }

  /** By NumPy's rules: vectors become matrices, leading axes are broadcast. */
  private static Outcome matMul(Node node) {
    Shape a = node.shape(0);
    Shape b = node.shape(1);
    if (a.rank() == 0 || b.rank() == 0) {
      throw new IllegalArgumentException("a scalar cannot be multiplied as a matrix");
    }
    Shape left = a.rank() == 1 ? Shape.of(1, a.dim(0)) : a;
    Shape right = b.rank() == 1 ? Shape.of(b.dim(0), 1) : b;
    long inner = left.dim(left.rank() - 1);
    if (inner != right.dim(right.rank() - 2)) {
      throw new IllegalArgumentException("shapes " + a + " and " + b + " do not fit");
    }
    Shape batch = left.part(0, left.rank() - 2).broadcast(right.part(0, right.rank() - 2));
    Shape output = batch;
    if (a.rank() > 1) {
      output = output.then(Shape.of(left.dim(left.rank() - 2)));
    }
    if (b.rank() > 1) {
      output = output.then(Shape.of(right.dim(right.rank() - 1)));
    }
    return Outcome.counted(output, Math.multiplyExact(output.elements(), inner));
  }

  /** A product over all indices at once, as an unoptimised loop would compute it. */
  private static Outcome einsum(Node node) {
    String equation = node.text("equation", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] terms = sides[0].split(",", -1);
    if (sides.length != 2 || terms.length != node.inputs() || equation.contains(".")) {
      throw new IllegalArgumentException(
          "equation " + Texts.quoted(equation) + " is not understood");
    }
    Map<Character, Long> sizes = new LinkedHashMap<>();
    for (int i = 0; i < terms.length; i++) {
      Shape shape = node.shape(i);
      if (shape.rank() != terms[i].length()) {
        throw new IllegalArgumentException(
            "equation " + Texts.quoted(equation) + " does not fit an input of " + shape);
      }
      for (int axis = 0; axis < shape.rank(); axis++) {
        Long before = sizes.put(terms[i].charAt(axis), shape.dim(axis));
        if (before != null && before != shape.dim(axis)) {
          throw new IllegalArgumentException(
              "equation " + Texts.quoted(equation) + " does not fit an input of " + shape);
        }
      }
    }
    List<Long> output =
        sides[1].chars().mapToObj(label -> sizes.getOrDefault((char) label, 1L)).toList();
    long macs = terms.length < 2 ? 0 : 1;
    for (long size : sizes.values()) {
      macs = Math.multiplyExact(macs, size);
    }
    return Outcome.counted(new Shape(output), macs);
  }
}
