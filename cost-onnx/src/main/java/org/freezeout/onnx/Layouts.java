package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.freezeout.onnx.Operator.Outcome;

/** Operators that arrange elements in another shape. */
final class Layouts {

  private Layouts() {}

  static void register(Map<String, Operator> all) {
    all.put("Reshape", Layouts::reshape);
    all.put("Flatten", Layouts::flatten);
    all.put("Transpose", Layouts::transpose);
    all.put("Concat", Layouts::concat);
    all.put("Squeeze", Layouts::squeeze);
    all.put("Unsqueeze", Layouts::unsqueeze);
    all.put("Expand", Layouts::expand);
    all.put("Tile", Layouts::tile);
    all.put("Pad", Layouts::pad);
    all.put("Resize", Layouts::resize);
    all.put("Upsample", Layouts::resize);
    all.put("DepthToSpace", node -> blocks(node, true));
    all.put("SpaceToDepth", node -> blocks(node, false));
  }

  /** The same elements, in the same order. */
  private static Outcome same(Node node, Shape shape) {
    return Outcome.of(Value.of(shape, node.in(0).integer(), node.in(0).data()));
  }

  private static Outcome moved(Node node, Shape shape) {
    return Outcome.of(shape, node.in(0).integer());
  }

  private static Outcome reshape(Node node) {
    Shape input = node.shape(0);
    long[] dims = node.longs(1, "shape").clone();
    boolean zeroIsZero = node.integer("allowzero", 0) != 0;
    int open = -1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 0 && !zeroIsZero) {
        dims[i] = input.dim(input.axis(i));
      } else if (dims[i] == -1) {
        if (open >= 0) {
          throw new IllegalArgumentException("only one dimension may be -1");
        }
        open = i;
        dims[i] = 1;
      }
    }
    Shape shape = Shape.of(dims);
    if (open >= 0 && shape.elements() > 0) {
      shape = shape.with(open, input.elements() / shape.elements());
    }
    if (shape.elements() != input.elements()) {
      throw new IllegalArgumentException(input + " cannot be reshaped to " + shape);
    }
    return same(node, shape);
  }

  private static Outcome flatten(Node node) {
    Shape input = node.shape(0);
    long attribute = node.integer("axis", 1);
    int axis = attribute == input.rank() ? input.rank() : input.axis(attribute);
    return same(node, Shape.of(input.product(0, axis), input.product(axis, input.rank())));
  }

  private static Outcome transpose(Node node) {
    Shape input = node.shape(0);
    long[] reversed = new long[input.rank()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = reversed.length - 1 - i;
    }
    long[] order = node.integers("perm", reversed);
    List<Long> dims = new ArrayList<>();
    TreeSet<Integer> seen = new TreeSet<>();
    for (long axis : order) {
      seen.add(input.axis(axis));
      dims.add(input.dim(input.axis(axis)));
    }
    if (seen.size() != input.rank() || dims.size() != input.rank()) {
      throw new IllegalArgumentException(
          "perm " + Arrays.toString(order) + " is no order of the axes of " + input);
    }
    return input.rank() < 2 ? same(node, input) : moved(node, new Shape(dims));
  }

  private static Outcome concat(Node node) {
    Shape shape = node.shape(0);
    int axis = shape.axis(node.integer("axis", 1));
    boolean integer = node.in(0).integer();
    long length = 0;
    boolean known = shape.rank() == 1;
    for (int i = 0; i < node.inputs(); i++) {
      Shape part = node.shape(i);
      if (part.rank() != shape.rank() || !part.with(axis, 0).equals(shape.with(axis, 0))) {
        throw new IllegalArgumentException(
            "inputs of " + shape + " and " + part + " cannot be joined along axis " + axis);
      }
      length += part.dim(axis);
      known &= node.in(i).data() != null;
    }
    Shape output = shape.with(axis, length);
    double[] data = null;
    if (known && length <= Value.MAX_DATA) {
      data = new double[(int) length];
      int at = 0;
      for (int i = 0; i < node.inputs(); i++) {
        double[] part = node.in(i).data();
        System.arraycopy(part, 0, data, at, part.length);
        at += part.length;
      }
    }
    return Outcome.of(Value.of(output, integer, data));
  }

  private static Outcome squeeze(Node node) {
    Shape input = node.shape(0);
    boolean all = !node.has(1) && !node.hasAttribute("axes");
    TreeSet<Integer> axes = axes(all ? new long[0] : node.longs(1, "axes"), input.rank());
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < input.rank(); i++) {
      boolean drop = all ? input.dim(i) == 1 : axes.contains(i);
      if (drop && input.dim(i) != 1) {
        throw new IllegalArgumentException("axis " + i + " of " + input + " is not 1");
      }
      if (!drop) {
        dims.add(input.dim(i));
      }
    }
    return same(node, new Shape(dims));
  }

  private static Outcome unsqueeze(Node node) {
    Shape input = node.shape(0);
    long[] given = node.longs(1, "axes");
    int rank = input.rank() + given.length;
    TreeSet<Integer> axes = axes(given, rank);
    List<Long> dims = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < rank; i++) {
      if (axes.contains(i)) {
        dims.add(1L);
      } else if (next < input.rank()) {
        dims.add(input.dim(next++));
      }
    }
    return same(node, new Shape(dims));
  }

  private static TreeSet<Integer> axes(long[] given, int rank) {
    TreeSet<Integer> axes = new TreeSet<>();
    for (long axis : given) {
      long index = axis < 0 ? axis + rank : axis;
      if (index < 0 || index >= rank || !axes.add((int) index)) {
        throw new IllegalArgumentException("axes " + Arrays.toString(given) + " do not fit");
      }
    }
    return axes;
  }

  private static Outcome expand(Node node) {
    Shape shape = node.shape(0).broadcast(Shape.of(node.longs(1)));
    double[] data = Elementwise.expand(node.in(0).data(), node.shape(0), shape);
    return Outcome.of(Value.of(shape, node.in(0).integer(), data));
  }

  private static Outcome tile(Node node) {
    Shape shape = node.shape(0);
    long[] repeats = node.longs(1);
    if (repeats.length != shape.rank()) {
      throw new IllegalArgumentException(
          repeats.length + " repeats do not fit an input of " + shape);
    }
    for (int i = 0; i < repeats.length; i++) {
      shape = shape.with(i, Math.multiplyExact(shape.dim(i), repeats[i]));
    }
    return moved(node, shape);
  }

  private static Outcome pad(Node node) {
    Shape shape = node.shape(0);
    long[] pads = node.longs(1, node.hasAttribute("paddings") ? "paddings" : "pads");
    long[] axes = node.has(3) ? node.longs(3) : null;
    int count = axes == null ? shape.rank() : axes.length;
    if (pads.length != 2 * count) {
      throw new IllegalArgumentException(pads.length + " pads do not fit an input of " + shape);
    }
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : shape.axis(axes[i]);
      long more = Math.addExact(pads[i], pads[count + i]);
      shape = shape.with(axis, Math.addExact(shape.dim(axis), more));
    }
    return moved(node, shape);
  }

  private static Outcome resize(Node node) {
    Shape shape = node.shape(0);
    long[] axes = node.integers("axes");
    if (node.has(3)) {
      return moved(node, resized(shape, axes, node.longs(3), null));
    }
    double[] scales;
    if (node.hasAttribute("scales")) {
      scales = node.numbers("scales");
    } else if (node.operator().equals("Upsample") || node.inputs() == 2) {
      scales = node.doubles(1);
    } else {
      scales = node.doubles(2);
    }
    return moved(node, resized(shape, axes, null, scales));
  }

  private static Shape resized(Shape input, long[] axes, long[] sizes, double[] scales) {
    Shape shape = input;
    int count = sizes == null ? scales.length : sizes.length;
    if (count != (axes.length == 0 ? shape.rank() : axes.length)) {
      throw new IllegalArgumentException(count + " sizes do not fit an input of " + shape);
    }
    for (int i = 0; i < count; i++) {
      int axis = axes.length == 0 ? i : shape.axis(axes[i]);
      long size = sizes == null ? (long) Math.floor(shape.dim(axis) * scales[i] + 1e-9) : sizes[i];
      shape = shape.with(axis, size);
    }
    return shape;
  }

  private static Outcome blocks(Node node, boolean toSpace) {
    Shape input = node.shape(0);
    long size = node.integer("blocksize", 0);
    if (input.rank() != 4 || size < 1 || size > 1 << 15) {
      throw new IllegalArgumentException("blocks of " + size + " do not fit an input of " + input);
    }
    long area = size * size;
    Shape output =
        toSpace
            ? Shape.of(input.dim(0), input.dim(1) / area, input.dim(2) * size, input.dim(3) * size)
            : Shape.of(input.dim(0), input.dim(1) * area, input.dim(2) / size, input.dim(3) / size);
    if (output.elements() != input.elements()) {
      throw new IllegalArgumentException("blocks of " + size + " do not fit an input of " + input);
    }
    return moved(node, output);
  }
}
