package org.freezeout.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Expected values: Pillow 12.3.0, {@code Image.resize(size, BILINEAR, box)} with the centred box,
 * of the image pixel(y, x) = (37 y + 91 x + 13 y x) mod 256. Pillow rounds between its two passes,
 * hence the tolerance of 1.
 */
class ResizingTest {

  private static byte[] resize(int height, int width, int side) {
    Resizing resizing = new Resizing(1, height, width, new ImageSize(side, side));
    for (int y = 0; y < height; y++) {
      int[] row = new int[width];
      for (int x = 0; x < width; x++) {
        row[x] = TinyData.pixel(y, x);
      }
      resizing.add(y, row);
    }
    byte[] pixels = new byte[side * side];
    resizing.write(pixels);
    return pixels;
  }

  private static void assertNear(int[] expected, byte[] pixels) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], pixels[i] & 0xff, 1, "pixel " + i);
    }
  }

  @Test
  void shrinksALandscape() {
    int[] box5To25 = {
      123, 151, 125, 127, 109, 118, 128, 130, 152, 124, 104, 111, 106, 108, 124, 131,
      146, 129, 118, 125, 121, 118, 128, 120, 150, 125, 115, 133, 108, 150, 128, 137,
      129, 148, 131, 120, 68, 116, 164, 145, 170, 106, 95, 104, 50, 50, 105, 140,
      147, 138, 135, 149, 109, 94, 133, 129, 147, 132, 136, 120, 152, 133, 131, 118
    };
    assertNear(box5To25, resize(20, 30, 8));
  }

  @Test
  void shrinksAPortrait() {
    int[] box11AndAHalfTo28AndAHalf = {
      174, 160, 146, 155, 106, 91, 74, 51, 83, 121, 151, 156, 103, 131, 158, 79,
      125, 149, 141, 154, 138, 123, 131, 156, 139, 105, 130, 155, 119, 146, 118, 171,
      113, 109, 103, 152, 147, 143, 133, 150, 111, 128, 132, 154, 119, 121, 128, 126,
      115, 125, 128, 155, 121, 125, 139, 152, 148, 108, 132, 155, 118, 143, 114, 158
    };
    assertNear(box11AndAHalfTo28AndAHalf, resize(40, 17, 8));
  }

  @Test
  void enlarges() {
    int[] firstTwoRows = {
      159, 141, 58, 40, 85, 131, 176, 158, 75, 57, 102, 148, 193, 175, 92, 74,
      174, 158, 76, 60, 107, 138, 153, 136, 87, 87, 133, 165, 180, 163, 114, 97
    };
    assertNear(firstTwoRows, resize(8, 12, 16));
  }

  @Test
  void keepsThePixelsOfACropThatIsNotScaled() {
    byte[] pixels = resize(8, 11, 8);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        assertEquals(TinyData.pixel(y, x + 1), pixels[y * 8 + x] & 0xff);
      }
    }
  }
}
