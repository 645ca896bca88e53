package org.freezeout.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Images in files, decoded whenever they are read.
 *
 * @param files one for each image
 * @param labels class of each image
 * @param decoders the decoder of each thread
 */
record FileImages(List<Path> files, int[] labels, ThreadLocal<ImageDecoder> decoders)
    implements ImageSet {

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int label(int image) {
    return labels[image];
  }

  @Override
  public void read(int image, byte[] pixels) {
    decoders.get().decode(files.get(image), pixels);
  }

  /** The same images, all decoded now by several threads. */
  MemoryImages load(int imageLength) {
    byte[][] pixels = new byte[size()][];
    ParallelLoop.run(
        size(),
        decoders::get,
        (i, decoder) -> {
          pixels[i] = new byte[imageLength];
          decoder.decode(files.get(i), pixels[i]);
        });
    return new MemoryImages(pixels, labels);
  }
}
