package org.freezeout.data;

/** Opens data sets by the name that {@code --dataset} takes. */
public final class ImageDatasets {

  /** The bundled data set, which needs no file: 12,000 images of Fashion-MNIST. */
  public static final String DEFAULT = "fashion-mnist-subset";

  private ImageDatasets() {}

  /**
   * Opens a data set.
   *
   * @param spec {@code fashion-mnist-subset}, {@code fashion-mnist}, {@code fashion-mnist:DIR},
   *     {@code cifar10:DIR}, {@code cifar100:DIR} or {@code images:DIR}
   * @throws IllegalArgumentException if there is no such data set, or a file is missing, corrupt or
   *     too large, in one line that names it
   */
  public static ImageDataset open(String spec) {
    throw new IllegalArgumentException("unknown data set '" + spec + "'; known: " + known());
  }

  /** What can be opened, for help and error messages. */
  public static String known() {
    return DEFAULT + ", fashion-mnist[:DIR], cifar10:DIR, cifar100:DIR, images:DIR";
  }
}
