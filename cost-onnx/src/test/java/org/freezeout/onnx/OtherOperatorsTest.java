package org.freezeout.onnx;

import static org.freezeout.onnx.Nodes.apply;
import static org.freezeout.onnx.Nodes.data;
import static org.freezeout.onnx.Nodes.floats;
import static org.freezeout.onnx.Nodes.scalar;
import static org.freezeout.onnx.Nodes.shape;
import static org.freezeout.onnx.Value.integers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shapes and small computations as the operators' definitions in onnx.ai have them. */
class OtherOperatorsTest {

  private final Value image = floats(1, 3, 8, 7);

  @Test
  void pooling() {
    assertEquals("1x3x3x3", shape("MaxPool", "kernel_shape=3,3 strides=2,2", image));
    // ceil((8 - 3) / 2) + 1 = 4; the other axis fits without a rest.
    assertEquals("1x3x4x3", shape("MaxPool", "kernel_shape=3,3 strides=2,2 ceil_mode=1", image));
    // A window that would start in the padding is left out, as in PyTorch.
    assertEquals(
        "1x3x2",
        shape("MaxPool", "kernel_shape=2, strides=3, pads=1,1 ceil_mode=1", floats(1, 3, 5)));
    assertEquals("1x3x8x7", shape("AveragePool", "kernel_shape=3,3 pads=1,1,1,1", image));
    assertEquals("1x3x1x1", shape("GlobalAveragePool", "", image));
    assertThrows(IllegalArgumentException.class, () -> shape("MaxPool", "", image));
  }

  @Test
  void elementwise() {
    assertEquals("1x3x8x7", shape("Relu", "", image));
    assertEquals("1x3x8x7", shape("Add", "", image, floats(3, 1, 1)));
    assertEquals("4x2x3", shape("Where", "", floats(2, 1), floats(3), floats(4, 1, 1)));
    assertEquals("1x3x8x7", shape("LayerNormalization", "", image, floats(7), floats(7)));
    assertThrows(IllegalArgumentException.class, () -> shape("Add", "", image, floats(2, 8, 7)));
    assertTrue(apply("Equal", "", image, image).outputs().get(0).integer());
    assertFalse(apply("Where", "", image, image, image).outputs().get(0).integer());
  }

  @Test
  void computationsOnShapes() {
    assertEquals(List.of(1.0, 3.0, 8.0, 7.0), data("Shape", "", image));
    assertEquals(List.of(3.0, 8.0), data("Shape", "start=1 end=-1", image));
    assertEquals(List.of(168.0), data("Size", "", image));
    assertEquals(List.of(8.0), data("Gather", "axis=0", integers(1, 3, 8), scalar(-1)));
    assertEquals(List.of(1.0, 2.0, 5.0), data("Concat", "axis=0", integers(1, 2), integers(5)));
    assertEquals(List.of(4.0), data("Unsqueeze", "", scalar(4), integers(0)));
    assertEquals(List.of(4.0), data("Squeeze", "", integers(4), integers(0)));
    assertEquals(List.of(6.0, 8.0), data("Mul", "", integers(3, 4), scalar(2)));
    assertEquals(List.of(-3.0), data("Div", "", integers(7), integers(-2)));
    assertEquals(
        List.of(3.5), data("Div", "", scalar(7), Value.of(Shape.SCALAR, false, new double[] {2})));
    assertEquals(List.of(1.0), data("Mod", "", integers(7), integers(2)));
    assertEquals(List.of(24.0), data("ReduceProd", "keepdims=0", integers(2, 3, 4)));
    assertEquals(List.of(1.0, 5.0), data("Where", "", integers(1, 0), integers(1, 2), scalar(5)));
    assertEquals(List.of(2.0, 4.0), data("Range", "", scalar(2), scalar(6), scalar(2)));
    assertEquals(List.of(0.0, 0.0), data("ConstantOfShape", "", integers(2)));
    assertEquals(
        List.of(3.0), data("Cast", "to=7", Value.of(Shape.SCALAR, false, new double[] {3.7})));
    assertNull(data("Add", "", integers(3), floats(1)));
  }

  @Test
  void slices() {
    Value list = integers(10, 11, 12, 13, 14);
    assertEquals(List.of(11.0, 12.0), data("Slice", "", list, integers(1), integers(3)));
    assertEquals(
        List.of(13.0, 14.0), data("Slice", "", list, integers(-2), integers(Long.MAX_VALUE)));
    assertEquals(
        List.of(14.0, 12.0, 10.0),
        data("Slice", "", list, integers(-1), integers(-100), integers(0), integers(-2)));
    assertEquals("1x2x8x7", shape("Slice", "starts=0, ends=2, axes=1,", image));
    assertEquals("1x0x8x7", shape("Slice", "starts=2, ends=2, axes=1,", image));
    assertThrows(
        IllegalArgumentException.class,
        () -> shape("Slice", "", list, integers(0), integers(1), integers(0), integers(0)));
  }

  @Test
  void reshaping() {
    assertEquals("1x24x7", shape("Reshape", "", image, integers(0, -1, 7)));
    assertEquals("3x56", shape("Reshape", "", image, integers(3, 56)));
    assertEquals("1x168", shape("Flatten", "", image));
    assertEquals("3x56", shape("Flatten", "axis=-2", floats(1, 3, 8, 7)));
    assertEquals("168x1", shape("Flatten", "axis=4", image));
    assertEquals("1x8x7x3", shape("Transpose", "perm=0,2,3,1", image));
    assertEquals("7x8x3x1", shape("Transpose", "", image));
    assertEquals("1x5x8x7", shape("Concat", "axis=1", image, floats(1, 2, 8, 7)));
    assertEquals("3x8x7", shape("Squeeze", "axes=0,", image));
    assertEquals("3x8x7", shape("Squeeze", "", image));
    assertEquals("1x1x3x8x7x1", shape("Unsqueeze", "axes=0,-1", image));
    assertEquals("5x3x8x7", shape("Expand", "", image, integers(5, 1, 1, 1)));
    assertEquals("2x3x8x14", shape("Tile", "", image, integers(2, 1, 1, 2)));
    assertEquals("1x3x10x8", shape("Pad", "", image, integers(0, 0, 1, 0, 0, 0, 1, 1)));
    assertEquals("1x12x4x3", shape("SpaceToDepth", "blocksize=2", floats(1, 3, 8, 6)));
    assertEquals("1x3x8x6", shape("DepthToSpace", "blocksize=2", floats(1, 12, 4, 3)));
    for (Value bad : List.of(integers(5, -1), integers(-1, -1), integers(5, 5), integers(-2))) {
      assertThrows(IllegalArgumentException.class, () -> shape("Reshape", "", image, bad));
    }
    assertThrows(IllegalArgumentException.class, () -> shape("Transpose", "perm=0,0,1,2", image));
    assertThrows(NotKnown.class, () -> shape("Reshape", "", image, floats(2)));
  }

  @Test
  void resizing() {
    Value scales = Value.of(Shape.of(4), false, new double[] {1, 1, 2, 1.5});
    Value none = Value.of(Shape.of(0), false, new double[0]);
    assertEquals("1x3x16x10", shape("Resize", "", image, none, scales));
    assertEquals("1x3x16x10", shape("Resize", "", image, scales));
    assertEquals("1x3x16x10", shape("Upsample", "", image, scales));
    assertEquals("1x3x5x6", shape("Resize", "", image, null, null, integers(1, 3, 5, 6)));
    assertEquals("1x3x5x6", shape("Resize", "axes=2,3", image, null, null, integers(5, 6)));
  }

  @Test
  void parts() {
    assertEquals(
        List.of("1x1x8x7", "1x2x8x7"),
        apply("Split", "axis=1", 2, image, integers(1, 2)).outputs().stream()
            .map(value -> value.shape().toString())
            .toList());
    assertEquals(
        List.of("1x3x4x7", "1x3x4x7"),
        apply("Split", "axis=2", 2, image).outputs().stream()
            .map(value -> value.shape().toString())
            .toList());
    assertThrows(
        IllegalArgumentException.class, () -> apply("Split", "axis=1", 2, image, integers(1, 1)));
    assertEquals("1x5x6x8x7", shape("Gather", "axis=1", image, floats(5, 6)));
    assertEquals("1x8x7", shape("Gather", "axis=1", image, scalar(0)));
    assertEquals("5x8x7", shape("GatherND", "", image, floats(5, 2)));
    assertEquals("2x2", shape("GatherElements", "", image, floats(2, 2)));
    assertEquals("1x3x8x5", shape("TopK", "", image, integers(5)));
    assertEquals("4x10", shape("OneHot", "", floats(4), scalar(10), integers(0, 1)));
    assertThrows(NotKnown.class, () -> shape("NonZero", "", image));
  }

  @Test
  void reductions() {
    assertEquals("1x3x1x1", shape("ReduceMean", "axes=2,3", image));
    assertEquals("1x3", shape("ReduceMean", "axes=2,-1 keepdims=0", image));
    assertEquals("1x3x8", shape("ReduceSum", "keepdims=0", image, integers(-1)));
    assertEquals("scalar", shape("ReduceMax", "keepdims=0", image));
    assertEquals("1x8x7", shape("ArgMax", "axis=1 keepdims=0", image));
    assertThrows(IllegalArgumentException.class, () -> shape("ReduceMean", "axes=4,", image));
  }

  @Test
  void everyOperatorSaysWhatItLacks() {
    for (Map.Entry<String, Operator> operator : Operator.ALL.entrySet()) {
      if (List.of("Constant", "Einsum", "NonZero").contains(operator.getKey())) {
        continue; // takes no input, as many as its equation, or cannot be known anyway
      }
      String says =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> apply(operator.getKey(), ""),
                  operator.getKey())
              .getMessage();
      assertTrue(says.matches("input [01] is missing"), operator.getKey() + ": " + says);
    }
  }
}
