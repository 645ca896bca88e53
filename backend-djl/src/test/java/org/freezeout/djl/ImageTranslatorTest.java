package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.freezeout.data.Normalization;
import org.junit.jupiter.api.Test;

class ImageTranslatorTest {

  private static final Normalization COLOUR =
      new Normalization(List.of(0.0, 0.5, 0.25), List.of(1.0, 0.5, 0.25));
  private static final Normalization GREY = new Normalization(List.of(0.5), List.of(0.5));

  @Test
  void separatesAndNormalizesChannels() {
    var translator = new ImageTranslator(COLOUR, new Shape(1, 3, 1, 2), List.of("a"));
    byte[] rgb = {0, 0, 0, (byte) 255, (byte) 255, (byte) 255};
    // (pixel / 255 - mean) / std, channel by channel
    float[] expected = {0, 1, -1, 1, -1, 3};
    assertArrayEquals(expected, translator.inputs(rgb, 1, 2));
  }

  @Test
  void surroundsSmallerImagesWithBlack() {
    var translator = new ImageTranslator(GREY, new Shape(1, 1, 3, 3), List.of("a"));
    byte[] rgb = {(byte) 255, (byte) 255, (byte) 255};
    float[] expected = {-1, -1, -1, -1, 1, -1, -1, -1, -1};
    assertArrayEquals(expected, translator.inputs(rgb, 1, 1));
  }

  @Test
  void takesTheLumaWhereThereIsOneChannel() {
    var translator = new ImageTranslator(GREY, new Shape(1, 1, 2, 2), List.of("a"));
    byte[] rgb = {51, 51, 51, (byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255};
    // ITU-R BT.601: 0.299 red, 0.587 green, 0.114 blue, rounded to a byte
    float[] expected = {
      (float) (2 * 51 / 255.0 - 1),
      (float) (2 * 76 / 255.0 - 1),
      (float) (2 * 150 / 255.0 - 1),
      (float) (2 * 29 / 255.0 - 1)
    };
    assertArrayEquals(expected, translator.inputs(rgb, 2, 2), 1e-7f);
  }
}
