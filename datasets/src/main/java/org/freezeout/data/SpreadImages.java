package org.freezeout.data;

/** Some images of another set, spread evenly over it: of n images number i n / k. */
final class SpreadImages implements ImageSet {

  private final ImageSet images;
  private final int size;

  /**
   * Takes images.
   *
   * @param size how many, k; at most those that there are
   */
  SpreadImages(ImageSet images, int size) {
    this.images = images;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int label(int image) {
    return images.label(original(image));
  }

  @Override
  public void read(int image, byte[] pixels) {
    images.read(original(image), pixels);
  }

  private int original(int image) {
    return (int) ((long) Checks.index("image", image, size) * images.size() / size);
  }
}
