package org.freezeout.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes and parameters of the operations, and what each of them refuses. */
class OperationsTest {

  private static final FeatureShape INPUT = new FeatureShape(6, 20, 10);

  @ParameterizedTest
  @CsvSource({
    // kernel, stride, padding: floor((side + 2 padding - kernel) / stride) + 1
    "3, 1, 1, 8x20x10",
    "3, 2, 1, 8x10x5",
    "3, 1, 0, 8x18x8",
    "7, 2, 3, 8x10x5",
    "10, 1, 0, 8x11x1",
    "1, 3, 0, 8x7x4",
  })
  void convolutionShapes(int kernel, int stride, int padding, String expected) {
    Convolution convolution = new Convolution(8, kernel, stride, padding, 1, false);
    assertEquals(expected, convolution.outputShape(INPUT).toString());
  }

  @Test
  void otherShapes() {
    assertEquals("6x10x5", new Pooling(Pooling.Kind.MAX, 3, 2, 1).outputShape(INPUT).toString());
    assertEquals("6x9x4", new Pooling(Pooling.Kind.MAX, 3, 2, 0).outputShape(INPUT).toString());
    assertEquals("6x1x1", new GlobalAveragePooling().outputShape(INPUT).toString());
    assertEquals("5x1x1", new Dense(5, true).outputShape(INPUT).toString());
    assertEquals(INPUT, new BatchNorm().outputShape(INPUT));
    assertEquals(INPUT, new Dropout(0.5).outputShape(INPUT));
    assertEquals(INPUT, Activation.relu().outputShape(INPUT));
    assertEquals(INPUT, Residual.around(new BatchNorm()).outputShape(INPUT));
    assertEquals(
        "10x20x10",
        new Concatenation(List.of(Convolution.of(4, 3, 1))).outputShape(INPUT).toString());
  }

  @Test
  void parameters() {
    assertEquals(8 * 6 * 9, Convolution.of(8, 3, 1).parameters(INPUT));
    assertEquals(9 * 2 * 9 + 9, new Convolution(9, 3, 1, 1, 3, true).parameters(INPUT));
    assertEquals(5 * 6 * 20 * 10, new Dense(5, false).parameters(INPUT));
    assertEquals(5 * 6 * 20 * 10 + 5, new Dense(5, true).parameters(INPUT));
    assertEquals(2 * 6, new BatchNorm().parameters(INPUT));
    for (Operation operation :
        List.of(
            Activation.relu(),
            new Dropout(0.5),
            new GlobalAveragePooling(),
            new Pooling(Pooling.Kind.AVERAGE, 2, 2, 0))) {
      assertEquals(0, operation.parameters(INPUT));
    }
    assertEquals(
        6 * 8 + 2 * 8 + 6 * 8,
        new Residual(
                List.of(Convolution.of(8, 1, 1), new BatchNorm()), List.of(Convolution.of(8, 1, 1)))
            .parameters(INPUT));
    assertEquals(
        2 * 6 + 6 * 4,
        new Concatenation(List.of(new BatchNorm(), Convolution.of(4, 1, 1))).parameters(INPUT));
  }

  @Test
  void refuseParametersOutsideTheirDomain() {
    assertRefused("out_channels must be at least 1, got 0", () -> Convolution.of(0, 3, 1));
    assertRefused(
        "kernel must lie in [1, 65535], got 0", () -> new Convolution(1, 0, 1, 0, 1, true));
    assertRefused(
        "kernel must lie in [1, 65535], got 65536", () -> new Convolution(1, 65536, 1, 0, 1, true));
    assertRefused(
        "stride must lie in [1, 65535], got 0", () -> new Convolution(1, 1, 0, 0, 1, true));
    assertRefused(
        "padding must be at least 0, got -1", () -> new Convolution(1, 1, 1, -1, 1, true));
    assertRefused(
        "padding must be below the kernel 3, got 3", () -> new Convolution(1, 3, 1, 3, 1, true));
    assertRefused("groups must be at least 1, got 0", () -> new Convolution(1, 1, 1, 0, 0, true));
    assertRefused(
        "groups must divide out_channels 4, got 3", () -> new Convolution(4, 1, 1, 0, 3, true));
    assertRefused(
        "only an odd kernel can keep the map's size, got 2", () -> Convolution.of(1, 2, 1));
    assertRefused("out_features must be at least 1, got 0", () -> new Dense(0, true));
    assertRefused(
        "padding must be at most half the kernel 3, got 2",
        () -> new Pooling(Pooling.Kind.MAX, 3, 1, 2));
    assertRefused(
        "body must hold at least one operation", () -> new Residual(List.of(), List.of()));
    assertRefused("body must hold at least one operation", () -> new Concatenation(List.of()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void refuseDropoutRatesThatAreNone(double rate) {
    assertRefused("dropout rate must lie in [0, 1), got " + rate, () -> new Dropout(rate));
  }

  @Test
  void refuseInputsThatDoNotFit() {
    assertRefused(
        "a kernel of 11 with padding 0 does not fit into an input of 6x20x10",
        () -> new Convolution(1, 11, 1, 0, 1, true).outputShape(INPUT));
    assertRefused(
        "groups must divide the input's channels 6, got 4",
        () -> new Convolution(4, 1, 1, 0, 4, true).outputShape(INPUT));
    assertRefused(
        "a kernel of 11 with padding 0 does not fit into an input of 6x20x10",
        () -> new Pooling(Pooling.Kind.MAX, 11, 1, 0).outputShape(INPUT));
    assertRefused(
        "body and shortcut must give the same shape, got 8x20x10 and 6x20x10",
        () -> Residual.around(Convolution.of(8, 3, 1)).outputShape(INPUT));
    assertRefused(
        "a concatenated body must keep height and width of its input 6x20x10, got 4x10x5",
        () -> new Concatenation(List.of(Convolution.of(4, 3, 2))).outputShape(INPUT));
    List<Operation> nested =
        List.of(
            new BatchNorm(),
            new GlobalAveragePooling(),
            new Concatenation(List.of(new BatchNorm(), new Convolution(1, 2, 1, 0, 1, true))));
    assertRefused(
        "path operation 2 (concatenation): body operation 1 (convolution): a kernel of 2 with"
            + " padding 0 does not fit into an input of 6x1x1",
        () -> Sequences.outputShape("path", nested, INPUT));
  }

  @Test
  void refuseMoreThanALongCanCount() {
    FeatureShape input = new FeatureShape(1 << 28, 1, 1);
    assertRefused(
        "more than 9223372036854775807 parameters",
        () -> new Convolution(1 << 28, 65535, 1, 32767, 1, false).parameters(input));
    assertRefused(
        "more than 9223372036854775807 multiply-accumulates",
        () -> new Convolution(1 << 28, 65535, 1, 32767, 1, false).macs(input));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "3x32;a shape is written CHANNELSxHEIGHTxWIDTH, such as 3x32x32, got '3x32'",
        "3X32X32;a shape is written CHANNELSxHEIGHTxWIDTH, such as 3x32x32, got '3X32X32'",
        "3x-1x32;a shape is written CHANNELSxHEIGHTxWIDTH, such as 3x32x32, got '3x-1x32'",
        "3x9999999999x1;a shape is written CHANNELSxHEIGHTxWIDTH, such as 3x32x32, got"
            + " '3x9999999999x1'",
        "3x0x32;a shape must have at least 1 channel, row and column, got 3x0x32",
        "3x99999x99999;a shape must have at most 268435456 elements, got 3x99999x99999",
        "999999999x999999999x999999999;a shape must have at most 268435456 elements, got"
            + " 999999999x999999999x999999999",
      })
  void refuseShapesThatAreNone(String text, String message) {
    assertRefused(message, () -> FeatureShape.parse(text));
  }

  @Test
  void shapesReadBackAsWritten() {
    assertEquals(INPUT, FeatureShape.parse(INPUT.toString()));
  }

  private static void assertRefused(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
