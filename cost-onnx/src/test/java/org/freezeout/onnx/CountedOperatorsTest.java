package org.freezeout.onnx;

import static org.freezeout.onnx.Nodes.floats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.freezeout.onnx.Operator.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts are written as formulas, shapes follow the operators' definitions in onnx.ai. */
class CountedOperatorsTest {

  private static void check(
      String shape, long macs, String operator, String attributes, Value... inputs) {
    Outcome outcome = Nodes.apply(operator, attributes, inputs);
    assertEquals(shape, outcome.outputs().get(0).shape().toString());
    assertEquals(macs, outcome.macs());
  }

  @Test
  void convolutions() {
    Value image = floats(2, 6, 20, 11);
    check("2x8x18x9", 2L * 8 * 18 * 9 * 6 * 3 * 3, "Conv", "", image, floats(8, 6, 3, 3));
    // floor((20 + 1 + 2 - 3) / 2) + 1 and floor((11 + 0 + 1 - 5) / 3) + 1
    check(
        "2x8x11x3",
        2L * 8 * 11 * 3 * 6 * 3 * 5,
        "Conv",
        "strides=2,3 pads=1,0,2,1 kernel_shape=3,5",
        image,
        floats(8, 6, 3, 5),
        floats(8));
    check("2x9x18x9", 2L * 9 * 18 * 9 * 2 * 3 * 3, "Conv", "group=3", image, floats(9, 2, 3, 3));
    // Dilation 4 makes the window 9 long.
    check("2x8x12x3", 2L * 8 * 12 * 3 * 6 * 9, "Conv", "dilations=4,4", image, floats(8, 6, 3, 3));
    check(
        "2x8x10x6",
        2L * 8 * 10 * 6 * 6 * 9,
        "Conv",
        "strides=2,2 auto_pad=SAME_UPPER",
        image,
        floats(8, 6, 3, 3));
    check(
        "2x8x9x5",
        2L * 8 * 9 * 5 * 6 * 9,
        "Conv",
        "strides=2,2 auto_pad=VALID",
        image,
        floats(8, 6, 3, 3));
  }

  @Test
  void convolutionsOverOtherNumbersOfAxes() {
    // Whisper's first: kernel 3, padding 1.
    check(
        "1x384x3000",
        384L * 3000 * 80 * 3,
        "Conv",
        "pads=1,1",
        floats(1, 80, 3000),
        floats(384, 80, 3));
    check(
        "1x64x16x56x56",
        64L * 16 * 56 * 56 * 3 * 3 * 7 * 7,
        "Conv",
        "pads=1,3,3,1,3,3 strides=1,2,2",
        floats(1, 3, 16, 112, 112),
        floats(64, 3, 3, 7, 7));
  }

  @Test
  void transposedConvolutions() {
    // PyTorch: (H - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1
    check(
        "1x64x16x16",
        8L * 8 * 128 * 64 * 4 * 4,
        "ConvTranspose",
        "strides=2,2 pads=1,1,1,1",
        floats(1, 128, 8, 8),
        floats(128, 64, 4, 4));
    check(
        "1x6x14",
        6L * 4 * (6 / 2) * 3,
        "ConvTranspose",
        "strides=2 dilations=1 group=2 output_padding=1,",
        floats(1, 4, 6),
        floats(4, 3, 3));
    check(
        "1x6x12",
        6L * 4 * 6 * 3,
        "ConvTranspose",
        "strides=2 auto_pad=SAME_UPPER",
        floats(1, 4, 6),
        floats(4, 6, 3));
    check(
        "1x6x12",
        6L * 4 * 6 * 3,
        "ConvTranspose",
        "strides=2 output_shape=12,",
        floats(1, 4, 6),
        floats(4, 6, 3));
  }

  @Test
  void matrices() {
    check("5x7", 5L * 7 * 3, "Gemm", "", floats(5, 3), floats(3, 7), floats(7));
    check("5x7", 5L * 7 * 3, "Gemm", "transA=1 transB=1", floats(3, 5), floats(7, 3));
    check("5x7", 5L * 7 * 3, "MatMul", "", floats(5, 3), floats(3, 7));
    check("2x12x5x9", 24L * 5 * 9 * 64, "MatMul", "", floats(2, 12, 5, 64), floats(2, 12, 64, 9));
    check("2x12x5x9", 24L * 5 * 9 * 64, "MatMul", "", floats(2, 1, 5, 64), floats(12, 64, 9));
    check("5", 5L * 3, "MatMul", "", floats(5, 3), floats(3));
    check("2x7", 2L * 7 * 3, "MatMul", "", floats(3), floats(2, 3, 7));
    check("scalar", 3, "MatMul", "", floats(3), floats(3));
    check(
        "2x4x5x6",
        2L * 4 * 5 * 6 * 3,
        "Einsum",
        "equation=bhid,bhjd->bhij",
        floats(2, 4, 5, 3),
        floats(2, 4, 6, 3));
    check("3x2", 0, "Einsum", "equation=ij->ji", floats(2, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Conv   | 1x3x8x8 | 4x2x3x3 |         | weights of 4x2x3x3 in 1 groups do not fit an input of 1x3x8x8
          Conv   | 1x3x8x8 | 4x3x3   |         | weights of 4x3x3 do not fit an input of 1x3x8x8
          Conv   | 1x3x8x8 | 4x3x9x9 |         | a window of 9 does not fit an input of 1x4x8x8
          Conv   | 1x3x8x8 | 4x1x3x3 | group=3 | group must divide the 4 channels, got 3
          Conv   | 1x3x8x8 | 4x3x3x3 | group=0 | group must divide the 4 channels, got 0
          Conv   | 1x3x8x8 | 4x3x3x3 | strides=0,1 | strides must be at least 1, got 0
          Conv   | 1x3x8x8 | 4x3x3x3 | strides=1,1,1 | strides must have 2 numbers, got 3
          Conv   | 1x3x8x8 | 4x3x3x3 | kernel_shape=5,5 | kernel_shape does not fit weights of 4x3x3x3
          Conv   | 3x8     | 4x3     |         | an input with batch, channels and at least one more axis is needed, got 3x8
          ConvTranspose | 1x3x8x8 | 4x3x3x3 |  | weights of 4x3x3x3 do not fit an input of 1x3x8x8
          Gemm   | 2x3     | 4x5     |         | shapes 2x3 and 4x5 do not fit
          Gemm   | 1x2x3   | 3x5     |         | two matrices are needed, got 1x2x3 and 3x5
          MatMul | 2x3     | 4x5     |         | shapes 2x3 and 4x5 do not fit
          MatMul | 2x5x3   | 3x3x4   |         | shapes 2 and 3 do not fit
          Einsum | 2x3     | 3x4     | equation=...i,ij->j | equation '...i,ij->j' is not understood
          Einsum | 2x3     | 4x4     | equation=ij,jk->ik | equation 'ij,jk->ik' does not fit an input of 4x4
          """)
  void refuseWhatDoesNotFit(String operator, String a, String b, String attributes, String says) {
    String given = attributes == null ? "" : attributes;
    assertEquals(
        says,
        assertThrows(
                IllegalArgumentException.class,
                () -> Nodes.apply(operator, given, parse(a), parse(b)))
            .getMessage());
  }

  @Test
  void moreThanALongCanCountIsAnError() {
    Value huge = floats(1L << 24, 1L << 24);
    assertThrows(ArithmeticException.class, () -> Nodes.apply("Gemm", "", huge, huge));
    assertThrows(IllegalArgumentException.class, () -> floats(1L << 25, 1L << 24));
    assertThrows(IllegalArgumentException.class, () -> floats(1L << 31));
    assertThrows(IllegalArgumentException.class, () -> floats(-1));
  }

  private static Value parse(String shape) {
    return floats(java.util.Arrays.stream(shape.split("x")).mapToLong(Long::parseLong).toArray());
  }
}
