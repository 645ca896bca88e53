package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of a tensor, the batch included.
 *
 * @param dims the size of each axis, at least 0; empty for a scalar
 */
record Shape(List<Long> dims) {

  private static final long MAX_DIMENSION = Integer.MAX_VALUE;
  private static final long MAX_ELEMENTS = 1L << 48;
  private static final int MAX_RANK = 64;

  static final Shape SCALAR = of();

  Shape {
    dims = List.copyOf(dims);
    if (dims.size() > MAX_RANK) {
      throw new IllegalArgumentException("a shape of " + dims.size() + " axes is absurd");
    }
    double elements = 1;
    for (long dim : dims) {
      if (dim < 0 || dim > MAX_DIMENSION) {
        throw new IllegalArgumentException("a dimension of " + dim + " is impossible");
      }
      elements *= Math.max(1, dim);
    }
    if (elements > MAX_ELEMENTS) {
      throw new IllegalArgumentException("a shape of " + text(dims) + " is absurdly large");
    }
  }

  static Shape of(long... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  int rank() {
    return dims.size();
  }

  long dim(int axis) {
    return dims.get(axis);
  }

  /** The product of all dimensions. */
  long elements() {
    return product(0, rank());
  }

  /** The product of the dimensions of some axes. */
  long product(int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= dim(i);
    }
    return product;
  }

  /**
   * An axis counted from the end where it is negative.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  int axis(long axis) {
    long index = axis < 0 ? axis + rank() : axis;
    if (index < 0 || index >= rank()) {
      throw new IllegalArgumentException("a shape of " + this + " has no axis " + axis);
    }
    return (int) index;
  }

  Shape with(int axis, long dim) {
    List<Long> changed = new ArrayList<>(dims);
    changed.set(axis, dim);
    return new Shape(changed);
  }

  Shape part(int from, int to) {
    return new Shape(dims.subList(from, to));
  }

  Shape then(Shape other) {
    List<Long> both = new ArrayList<>(dims);
    both.addAll(other.dims);
    return new Shape(both);
  }

  /** The common shape by the rules of NumPy's broadcasting. */
  Shape broadcast(Shape other) {
    int rank = Math.max(rank(), other.rank());
    long[] result = new long[rank];
    for (int i = 1; i <= rank; i++) {
      long left = i <= rank() ? dim(rank() - i) : 1;
      long right = i <= other.rank() ? other.dim(other.rank() - i) : 1;
      if (left != right && left != 1 && right != 1) {
        throw new IllegalArgumentException("shapes " + this + " and " + other + " do not fit");
      }
      result[rank - i] = left == 1 ? right : left;
    }
    return of(result);
  }

  @Override
  public String toString() {
    return text(dims);
  }

  private static String text(List<Long> dims) {
    return dims.isEmpty()
        ? "scalar"
        : dims.stream().limit(10).map(String::valueOf).collect(Collectors.joining("x"));
  }
}
