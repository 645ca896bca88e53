package org.freezeout.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddedImagesTest {

  @ParameterizedTest
  @CsvSource({"1, 28, 28, 2", "3, 28, 28, 2", "2, 3, 5, 1", "3, 4, 2, 7", "2, 3, 4, 0"})
  void surroundsImagesWithZeros(int channels, int height, int width, int border) {
    int length = channels * height * width;
    MemoryImages images = TinyData.randomImages(new SplittableRandom(1), 2, length);
    PaddedImages padded = new PaddedImages(images, channels, new ImageSize(height, width), border);
    int paddedHeight = height + 2 * border;
    int paddedWidth = width + 2 * border;
    byte[] source = TinyData.read(images, 1, length);
    byte[] result = new byte[channels * paddedHeight * paddedWidth];
    Arrays.fill(result, (byte) 99);
    padded.read(1, result);
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < paddedHeight; y++) {
        for (int x = 0; x < paddedWidth; x++) {
          int sourceY = y - border;
          int sourceX = x - border;
          boolean inside = sourceY >= 0 && sourceY < height && sourceX >= 0 && sourceX < width;
          assertEquals(
              inside ? source[(c * height + sourceY) * width + sourceX] : 0,
              result[(c * paddedHeight + y) * paddedWidth + x]);
        }
      }
    }
    assertEquals(2, padded.size());
    assertEquals(1, padded.label(1));
  }
}
