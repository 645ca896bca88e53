package org.freezeout.data;

/** The network input of every pixel value, looked up instead of computed. */
final class NormalizedPixels {

  private static final int VALUES = 256;

  private final float[] inputs;

  NormalizedPixels(Normalization normalization) {
    inputs = new float[normalization.mean().size() * VALUES];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) normalization.apply(i / VALUES, i % VALUES);
    }
  }

  /**
   * Copies a part of an image row.
   *
   * @param pixels where the pixels come from, {@code length} of them from index {@code from} on
   * @param images receives the inputs, from index {@code to} on
   * @param stride 1 or, for a mirrored row, -1: the step from one written index to the next
   */
  void copy(int channel, byte[] pixels, int from, float[] images, int to, int stride, int length) {
    int row = channel * VALUES;
    for (int i = 0; i < length; i++) {
      images[to + i * stride] = inputs[row + (pixels[from + i] & 0xff)];
    }
  }

  /** The input of a pixel value, from 0 to 255. */
  float of(int channel, int pixel) {
    return inputs[channel * VALUES + pixel];
  }
}
