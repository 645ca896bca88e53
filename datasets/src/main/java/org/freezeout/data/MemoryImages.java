package org.freezeout.data;

/** Images held in memory. */
final class MemoryImages implements ImageSet {

  private final byte[][] images;
  private final int[] labels;

  /**
   * Images with their labels, not copied.
   *
   * @param images pixels of each image, channels x height x width
   * @param labels class of each image
   */
  MemoryImages(byte[][] images, int[] labels) {
    this.images = images;
    this.labels = labels;
  }

  @Override
  public int size() {
    return images.length;
  }

  @Override
  public int label(int image) {
    return labels[image];
  }

  @Override
  public void read(int image, byte[] pixels) {
    byte[] source = images[image];
    System.arraycopy(source, 0, pixels, 0, source.length);
  }
}
