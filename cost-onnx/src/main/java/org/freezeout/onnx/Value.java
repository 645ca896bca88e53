package org.freezeout.onnx;

import java.util.Set;

/**
 * What is known of a tensor without running the network.
 *
 * @param shape its shape; null where it is not known
 * @param data its elements, where they are few and known: small computations on shapes; else null
 * @param integer whether it holds whole numbers or truth values, through which no gradient flows
 * @param constant whether it is the same for every input of the network
 * @param weights the learned tensors of the file that a constant is made of
 * @param why why the shape is not known
 */
record Value(
    Shape shape,
    double[] data,
    boolean integer,
    boolean constant,
    Set<String> weights,
    String why) {

  /** More elements than any computation on shapes has. */
  static final int MAX_DATA = 4096;

  /** A tensor of which the shape is known. */
  static Value of(Shape shape, boolean integer) {
    return new Value(shape, null, integer, false, Set.of(), null);
  }

  /** A tensor of which the elements are known too, or null where they are not. */
  static Value of(Shape shape, boolean integer, double[] data) {
    return new Value(shape, data, integer, data != null, Set.of(), null);
  }

  /** A list of whole numbers. */
  static Value integers(long... numbers) {
    double[] data = new double[numbers.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = numbers[i];
    }
    return of(Shape.of(numbers.length), true, data);
  }

  /** A tensor of which not even the shape is known. */
  static Value unknown(String why) {
    return new Value(null, null, false, false, Set.of(), why);
  }

  Value constantOf(Set<String> weights) {
    return new Value(shape, data, integer, true, weights, why);
  }
}
