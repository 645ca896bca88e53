package org.freezeout.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.List;
import org.freezeout.data.Normalization;

/**
 * From an image to a network's input and from its output to class probabilities. An image of the
 * input's size is taken as it is, a smaller one is surrounded with black, as in training.
 */
final class ImageTranslator implements Translator<Image, Classifications> {

  private final Normalization normalization;
  private final int channels;
  private final int height;
  private final int width;
  private final List<String> classNames;

  /**
   * A translator.
   *
   * @param input shape of the network's input: batch x channels x height x width
   */
  ImageTranslator(Normalization normalization, Shape input, List<String> classNames) {
    this.normalization = normalization;
    this.channels = (int) input.get(1);
    this.height = (int) input.get(2);
    this.width = (int) input.get(3);
    this.classNames = List.copyOf(classNames);
  }

  @Override
  public NDList processInput(TranslatorContext context, Image image) {
    int rows = image.getHeight();
    int columns = image.getWidth();
    if (rows > height || columns > width) {
      throw new IllegalArgumentException(
          "the network takes images of at most "
              + width
              + "x"
              + height
              + " pixels, got "
              + columns
              + "x"
              + rows
              + "; Image.resize makes them fit");
    }
    try (NDArray array = image.toNDArray(context.getNDManager(), Image.Flag.COLOR)) {
      float[] inputs = inputs(array.toByteArray(), rows, columns);
      return new NDList(context.getNDManager().create(inputs, new Shape(channels, height, width)));
    }
  }

  @Override
  public Classifications processOutput(TranslatorContext context, NDList list) {
    return new Classifications(classNames, list.singletonOrThrow().softmax(0));
  }

  /**
   * The network's input.
   *
   * @param rgb rows x columns x 3 bytes
   */
  float[] inputs(byte[] rgb, int rows, int columns) {
    int top = (height - rows) / 2;
    int left = (width - columns) / 2;
    float[] inputs = new float[channels * height * width];
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          boolean inside = y >= top && y < top + rows && x >= left && x < left + columns;
          int pixel = inside ? pixel(rgb, (y - top) * columns + x - left, channel) : 0;
          inputs[(channel * height + y) * width + x] = (float) normalization.apply(channel, pixel);
        }
      }
    }
    return inputs;
  }

  /** A channel of a pixel; its luma (ITU-R BT.601) where there is one channel alone. */
  private int pixel(byte[] rgb, int index, int channel) {
    if (channels > 1) {
      return rgb[3 * index + channel] & 0xff;
    }
    int red = rgb[3 * index] & 0xff;
    int green = rgb[3 * index + 1] & 0xff;
    int blue = rgb[3 * index + 2] & 0xff;
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }
}
