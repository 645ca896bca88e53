package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.freezeout.onnx.Operator.Outcome;

/** Operators that take a part of their input. */
final class Selections {

  private Selections() {}

  static void register(Map<String, Operator> all) {
    all.put("Split", Selections::split);
    all.put("Slice", Selections::slice);
    all.put("Gather", Selections::gather);
    all.put("GatherElements", node -> Outcome.of(node.shape(1), node.in(0).integer()));
    all.put("GatherND", Selections::gatherNd);
    all.put("TopK", Selections::topK);
    all.put("OneHot", Selections::oneHot);
    all.put(
        "NonZero",
        node -> {
          throw new NotKnown(node.place() + " depends on numbers that only running gives");
        });
  }

  private static Outcome split(Node node) {
    Shape input = node.shape(0);
    int axis = input.axis(node.integer("axis", 0));
    long length = input.dim(axis);
    long[] parts;
    if (node.has(1) || node.hasAttribute("split")) {
      parts = node.longs(1, "split");
    } else {
      parts = new long[Math.max(1, Math.min(node.outputs(), 10_000))];
      long part = (length + parts.length - 1) / parts.length;
      for (int i = 0; i < parts.length; i++) {
        parts[i] = Math.max(0, Math.min(part, length - i * part));
      }
    }
    if (parts.length < node.outputs() || Arrays.stream(parts).sum() != length) {
      throw new IllegalArgumentException(
          "parts of " + Arrays.toString(parts) + " do not fit axis " + axis + " of " + input);
    }
    List<Value> outputs = new ArrayList<>();
    int from = 0;
    for (long part : parts) {
      Shape shape = input.with(axis, part);
      double[] data = input.rank() == 1 ? node.in(0).data() : null;
      data = data == null ? null : Arrays.copyOfRange(data, from, from + (int) part);
      outputs.add(Value.of(shape, node.in(0).integer(), data));
      from += (int) part;
    }
    return new Outcome(outputs, Outcome.NOT_COUNTED);
  }

  private static Outcome slice(Node node) {
    Shape input = node.shape(0);
    long[] starts = node.longs(1, "starts");
    long[] ends = node.longs(2, "ends");
    long[] all = new long[starts.length];
    long[] ones = new long[starts.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
      ones[i] = 1;
    }
    long[] axes = node.longs(3, "axes", all);
    long[] steps = node.longs(4, "steps", ones);
    if (ends.length != all.length || axes.length != all.length || steps.length != all.length) {
      throw new IllegalArgumentException("starts, ends, axes and steps must be equally many");
    }
    Shape shape = input;
    double[] data = input.rank() == 1 ? node.in(0).data() : null;
    for (int i = 0; i < all.length; i++) {
      int axis = input.axis(axes[i]);
      long length = input.dim(axis);
      long step = steps[i];
      if (step == 0 || Math.abs(step) > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("a step of " + step + " is impossible");
      }
      long from = clamp(starts[i], length, step > 0 ? 0 : -1);
      long to = clamp(ends[i], length, step > 0 ? 0 : -1);
      long count =
          Math.max(0, step > 0 ? (to - from + step - 1) / step : (to - from + step + 1) / step);
      shape = shape.with(axis, count);
      if (data != null) {
        double[] part = new double[(int) count];
        for (int j = 0; j < part.length; j++) {
          part[j] = data[(int) (from + j * step)];
        }
        data = part;
      }
    }
    return Outcome.of(Value.of(shape, node.in(0).integer(), data));
  }

  /** Within [0, length], or [-1, length - 1] when going backwards. */
  private static long clamp(long index, long length, long least) {
    long position = index < 0 ? index + length : index;
    return Math.max(least, Math.min(length + least, position));
  }

  private static Outcome gather(Node node) {
    Shape input = node.shape(0);
    Shape indices = node.shape(1);
    int axis = input.axis(node.integer("axis", 0));
    Shape output = input.part(0, axis).then(indices).then(input.part(axis + 1, input.rank()));
    double[] from = node.in(0).data();
    double[] at = node.in(1).data();
    double[] data = null;
    if (from != null && at != null && input.rank() == 1) {
      data = new double[at.length];
      for (int i = 0; i < data.length; i++) {
        double index = at[i] < 0 ? at[i] + from.length : at[i];
        if (!(index >= 0 && index < from.length)) {
          throw new IllegalArgumentException("index " + at[i] + " is outside of " + input);
        }
        data[i] = from[(int) index];
      }
    }
    return Outcome.of(Value.of(output, node.in(0).integer(), data));
  }

  private static Outcome gatherNd(Node node) {
    Shape input = node.shape(0);
    Shape indices = node.shape(1);
    long depth = indices.rank() == 0 ? 0 : indices.dim(indices.rank() - 1);
    long batch = node.integer("batch_dims", 0);
    if (depth < 1 || batch < 0 || batch + depth > input.rank()) {
      throw new IllegalArgumentException(
          "indices of " + indices + " do not fit an input of " + input);
    }
    return Outcome.of(
        indices.part(0, indices.rank() - 1).then(input.part((int) (batch + depth), input.rank())),
        node.in(0).integer());
  }

  private static Outcome topK(Node node) {
    Shape input = node.shape(0);
    int axis = input.axis(node.integer("axis", -1));
    long k = node.has(1) ? (long) Sources.scalar(node, 1) : node.integer("k", 1);
    Shape output = input.with(axis, k);
    return Outcome.of(Value.of(output, node.in(0).integer()), Value.of(output, true));
  }

  private static Outcome oneHot(Node node) {
    Shape indices = node.shape(0);
    long attribute = node.integer("axis", -1);
    long axis = attribute < 0 ? attribute + indices.rank() + 1 : attribute;
    if (axis < 0 || axis > indices.rank()) {
      throw new IllegalArgumentException("there is no axis " + attribute);
    }
    return Outcome.of(
        indices
            .part(0, (int) axis)
            .then(Shape.of((long) Sources.scalar(node, 1)))
            .then(indices.part((int) axis, indices.rank())),
        true);
  }
}
