package org.freezeout.onnx;

import java.util.Map;
import org.freezeout.onnx.Operator.Outcome;

/** Convolutions and pooling, over any number of axes. */
final class Windows {

  private Windows() {}

  static void register(Map<String, Operator> all) {
    all.put("Conv", Windows::convolution);
    all.put("ConvTranspose", Windows::transposedConvolution);
    all.put("MaxPool", Windows::pooling);
    all.put("AveragePool", Windows::pooling);
    all.put("LpPool", Windows::pooling);
    for (String name : new String[] {"Average", "Max", "Lp"}) {
      all.put("Global" + name + "Pool", Windows::globalPooling);
    }
  }

  /** Outputs times the weights behind each: input channels of its group times the kernel. */
  private static Outcome convolution(Node node) {
    Shape input = image(node);
    Shape weight = weight(node, input);
    long groups = groups(node, input, weight.dim(0));
    if (input.dim(1) != Math.multiplyExact(weight.dim(1), groups)) {
      throw new IllegalArgumentException(
          "weights of " + weight + " in " + groups + " groups do not fit an input of " + input);
    }
    Shape output = windows(node, input.with(1, weight.dim(0)), weight.part(2, weight.rank()));
    return Outcome.counted(
        output, Math.multiplyExact(output.elements(), weight.product(1, weight.rank())));
  }

  /** Inputs times the weights that each meets: output channels of its group times the kernel. */
  private static Outcome transposedConvolution(Node node) {
    Shape input = image(node);
    Shape weight = weight(node, input);
    long groups = groups(node, input, input.dim(1));
    if (input.dim(1) != weight.dim(0)) {
      throw new IllegalArgumentException(
          "weights of " + weight + " do not fit an input of " + input);
    }
    int axes = input.rank() - 2;
    long[] strides = node.perAxis("strides", axes, 1, 1);
    long[] dilations = node.perAxis("dilations", axes, 1, 1);
    long[] pads = node.perAxis("pads", 2 * axes, 0, 0);
    long[] outputPadding = node.perAxis("output_padding", axes, 0, 0);
    boolean same = node.text("auto_pad", "NOTSET").startsWith("SAME");
    Shape output = input.with(1, Math.multiplyExact(weight.dim(1), groups));
    long[] given = node.integers("output_shape");
    for (int i = 0; i < axes; i++) {
      long size =
          strides[i] * (input.dim(i + 2) - 1)
              + outputPadding[i]
              + (weight.dim(i + 2) - 1) * dilations[i]
              + 1
              - pads[i]
              - pads[axes + i];
      if (same) {
        size = input.dim(i + 2) * strides[i];
      }
      // Some exporters name the batch and channels too.
      if (given.length >= axes) {
        size = given[given.length - axes + i];
      }
      output = output.with(i + 2, size);
    }
    return Outcome.counted(
        output, Math.multiplyExact(input.elements(), weight.product(1, weight.rank())));
  }

  private static Outcome pooling(Node node) {
    Shape input = image(node);
    long[] kernel = node.perAxis("kernel_shape", input.rank() - 2, 1, 0);
    Value output = Value.of(windows(node, input, Shape.of(kernel)), false);
    return node.outputs() > 1
        ? Outcome.of(output, Value.of(output.shape(), true))
        : Outcome.of(output);
  }

  private static Outcome globalPooling(Node node) {
    Shape output = image(node);
    for (int axis = 2; axis < output.rank(); axis++) {
      output = output.with(axis, 1);
    }
    return Outcome.of(output, false);
  }

  private static Shape image(Node node) {
    Shape input = node.shape(0);
    if (input.rank() < 3) {
      throw new IllegalArgumentException(
          "an input with batch, channels and at least one more axis is needed, got " + input);
    }
    return input;
  }

  private static Shape weight(Node node, Shape input) {
    Shape weight = node.shape(1);
    if (weight.rank() != input.rank()) {
      throw new IllegalArgumentException(
          "weights of " + weight + " do not fit an input of " + input);
    }
    Shape kernel = weight.part(2, weight.rank());
    if (node.hasAttribute("kernel_shape")
        && !Shape.of(node.integers("kernel_shape")).equals(kernel)) {
      throw new IllegalArgumentException("kernel_shape does not fit weights of " + weight);
    }
    return weight;
  }

  private static long groups(Node node, Shape input, long channels) {
    long groups = node.integer("group", 1);
    if (groups < 1 || groups > Integer.MAX_VALUE || channels % groups != 0) {
      throw new IllegalArgumentException(
          "group must divide the " + channels + " channels, got " + groups);
    }
    return groups;
  }

  /** The input with every axis from the third on as long as windows fit into it. */
  private static Shape windows(Node node, Shape input, Shape kernel) {
    int axes = input.rank() - 2;
    long[] strides = node.perAxis("strides", axes, 1, 1);
    long[] dilations = node.perAxis("dilations", axes, 1, 1);
    long[] pads = node.perAxis("pads", 2 * axes, 0, 0);
    String autoPad = node.text("auto_pad", "NOTSET");
    boolean ceil = node.integer("ceil_mode", 0) != 0;
    Shape output = input;
    for (int i = 0; i < axes; i++) {
      long size = input.dim(i + 2);
      long window = (kernel.dim(i) - 1) * dilations[i] + 1;
      long windows;
      if (autoPad.startsWith("SAME")) {
        windows = (size + strides[i] - 1) / strides[i];
      } else {
        boolean padded = !autoPad.equals("VALID");
        long room = size + (padded ? pads[i] + pads[axes + i] : 0) - window;
        if (room < 0) {
          throw new IllegalArgumentException(
              "a window of " + window + " does not fit an input of " + input);
        }
        windows = room / strides[i] + 1;
        if (ceil && room % strides[i] != 0 && windows * strides[i] < size + pads[i]) {
          windows++; // unless it would start in the padding
        }
      }
      output = output.with(i + 2, windows);
    }
    return output;
  }
}
