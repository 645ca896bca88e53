package org.freezeout.djl;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.ImageSet;
import org.freezeout.data.Normalization;

/** Small random images in which a bright square shows the class by where it is. */
final class TinyData {

  static final int CLASSES = 3;

  private TinyData() {}

  static ImageDataset of(int channels, int side, int trainingImages, int testImages) {
    return new ImageDataset(
        "tiny",
        channels,
        side,
        side,
        IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList(),
        images(1, channels, side, trainingImages),
        images(2, channels, side, testImages),
        new Normalization(
            IntStream.range(0, channels).mapToObj(c -> 0.3 + 0.1 * c).toList(),
            IntStream.range(0, channels).mapToObj(c -> 0.2 + 0.1 * c).toList()));
  }

  private static ImageSet images(long seed, int channels, int side, int size) {
    List<byte[]> images =
        IntStream.range(0, size)
            .mapToObj(i -> image(new SplittableRandom(1000 * seed + i), i, channels, side))
            .toList();
    return new ImageSet() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public int label(int image) {
        return image % CLASSES;
      }

      @Override
      public void read(int image, byte[] pixels) {
        System.arraycopy(images.get(image), 0, pixels, 0, pixels.length);
      }
    };
  }

  private static byte[] image(SplittableRandom random, int index, int channels, int side) {
    byte[] pixels = new byte[channels * side * side];
    random.nextBytes(pixels);
    for (int i = 0; i < pixels.length; i++) {
      int x = i % side;
      boolean bright = x * CLASSES / side == index % CLASSES;
      pixels[i] = (byte) (bright ? 200 + (pixels[i] & 0x1f) : pixels[i] & 0x7f);
    }
    return pixels;
  }
}
