package org.freezeout.data;

/** Labelled images of one size. Safe for use by several threads. */
public interface ImageSet {

  /** How many images there are. */
  int size();

  /** The class of an image, from 0. */
  int label(int image);

  /**
   * Copies the pixels of an image.
   *
   * @param image index in [0, size)
   * @param pixels receives channels x height x width values from 0 to 255 (unsigned bytes), channel
   *     by channel and row by row; may be longer
   * @throws IllegalArgumentException if the image lies in a file that can no longer be read, in one
   *     line that names it
   */
  void read(int image, byte[] pixels);
}
