package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {

  private static ImageSet images(int... pixels) {
    byte[][] images = new byte[1][pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      images[0][i] = (byte) pixels[i];
    }
    return new MemoryImages(images, new int[1]);
  }

  @Test
  void meanAndStandardDeviationOfEachChannel() {
    // 2, 4, 4, 4, 5, 5, 7, 9: the textbook's example, with mean 5 and standard deviation 2.
    Normalization result =
        Normalization.of(images(2, 4, 4, 4, 5, 5, 7, 9, 255, 255, 255, 255, 0, 0, 0, 0), 2, 8);
    assertEquals(5 / 255.0, result.mean().get(0), 1e-15);
    assertEquals(2 / 255.0, result.std().get(0), 1e-15);
    assertEquals(0.5, result.mean().get(1), 1e-15);
    assertEquals(0.5, result.std().get(1), 1e-15);
  }

  @Test
  void aChannelThatNeverVariesIsNotBlownUp() {
    Normalization result = Normalization.of(images(51, 51, 51, 51), 1, 4);
    assertEquals(List.of(0.2), result.mean());
    assertEquals(List.of(1 / 255.0), result.std());
    assertEquals(0, result.apply(0, 51));
  }

  /** 2,000 images of 512 x 512 pixels, 524 M values: more than are looked at. */
  @Test
  void samplesLargeSetsEvenly() {
    boolean[] seen = new boolean[2000];
    ImageSet large =
        new ImageSet() {
          @Override
          public int size() {
            return seen.length;
          }

          @Override
          public int label(int image) {
            return 0;
          }

          @Override
          public void read(int image, byte[] pixels) {
            seen[image] = true;
            pixels[0] = (byte) 255;
          }
        };
    Normalization result = Normalization.of(large, 1, 512 * 512);
    assertEquals(1.0 / (512 * 512), result.mean().get(0), 1e-12);
    for (int i = 0; i < 1024; i++) { // 256 Mi over 512 x 512
      assertEquals(true, seen[(int) (i * 2000L / 1024)], "image " + i);
    }
    int count = 0;
    for (boolean image : seen) {
      count += image ? 1 : 0;
    }
    assertEquals(1024, count);
  }

  @Test
  void applies() {
    assertEquals(
        (200 / 255.0 - 0.4) / 0.2,
        new Normalization(List.of(0.1, 0.4), List.of(0.3, 0.2)).apply(1, 200));
  }

  @Test
  void refusesWhatIsNone() {
    assertRefused(() -> new Normalization(List.of(0.5), List.of()), "[0.5]", "[]");
    assertRefused(() -> new Normalization(List.of(-0.1), List.of(1.0)), "mean", "-0.1");
    assertRefused(() -> new Normalization(List.of(Double.NaN), List.of(1.0)), "mean", "NaN");
    assertRefused(() -> new Normalization(List.of(0.5), List.of(0.0)), "std", "0.0");
    assertRefused(() -> new Normalization(List.of(0.5), List.of(Double.NaN)), "std", "NaN");
  }
}
