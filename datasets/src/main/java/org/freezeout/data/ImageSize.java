package org.freezeout.data;

/**
 * Height and width in pixels.
 *
 * @param height from 8 to 512
 * @param width from 8 to 512
 */
record ImageSize(int height, int width) {

  static final int LEAST = 8;
  static final int MOST = 512;

  /** Whether images of this size can be trained on as they are. */
  boolean isSupported() {
    return Math.min(height, width) >= LEAST && Math.max(height, width) <= MOST;
  }

  int pixels() {
    return height * width;
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
