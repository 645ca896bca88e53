package org.freezeout.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens data sets by the name that {@code --dataset} takes. */
public final class ImageDatasets {

  /**
   * The bundled data set, which needs no file: 10,000 training and 2,000 test images of
   * Fashion-MNIST.
   */
  public static final String DEFAULT = FashionMnist.SUBSET;

  /** Images of 28x28 pixels are padded by this much on every side, to 32x32. */
  private static final int PADDING = 2;

  private static final Pattern PART = Pattern.compile("(.*)@([0-9]+)", Pattern.DOTALL);

  private static final ImageSize UNPADDED = new ImageSize(28, 28);

  private ImageDatasets() {}

  /**
   * Opens a data set.
   *
   * @param spec {@code fashion-mnist-subset}, {@code fashion-mnist}, {@code fashion-mnist:DIR},
   *     {@code cifar10:DIR}, {@code cifar100:DIR} or {@code images:DIR}; followed by {@code @N},
   *     {@link ImageDataset#part N training images of it}
   * @throws IllegalArgumentException if there is no such data set, it is smaller than the part, or
   *     a file is missing, corrupt or too large, in one line that names it
   */
  public static ImageDataset open(String spec) {
    Matcher part = PART.matcher(spec);
    if (part.matches()) {
      return part(open(part.group(1)), part.group(2));
    }
    if (spec.equals(DEFAULT)) {
      return FashionMnist.subset();
    }
    if (spec.equals("fashion-mnist")) {
      return FashionMnist.open(spec, FashionMnist.DEBIAN);
    }
    int colon = spec.indexOf(':');
    String family = colon < 0 ? spec : spec.substring(0, colon);
    String folder = colon < 0 ? "" : spec.substring(colon + 1);
    switch (family) {
      case "fashion-mnist":
        return FashionMnist.open(spec, folder(family, folder));
      case "cifar10":
        return Cifar.cifar10().open(spec, folder(family, folder));
      case "cifar100":
        return Cifar.cifar100().open(spec, folder(family, folder));
      case "images":
        return ImageFolder.open(spec, folder(family, folder));
      default:
        throw Problem.with("unknown data set", "'" + spec + "'; known: " + known());
    }
  }

  /** What can be opened, for help and error messages. */
  public static String known() {
    return DEFAULT + ", fashion-mnist[:DIR], cifar10:DIR, cifar100:DIR, images:DIR";
  }

  /** A data set normalised by its own training images; 28x28 images are then padded to 32x32. */
  static ImageDataset of(
      String name,
      int channels,
      ImageSize size,
      List<String> classNames,
      ImageSet training,
      ImageSet test) {
    Normalization normalization = Normalization.of(training, channels, size.pixels());
    int border = size.equals(UNPADDED) ? PADDING : 0;
    return new ImageDataset(
        name,
        channels,
        size.height() + 2 * border,
        size.width() + 2 * border,
        classNames,
        border == 0 ? training : new PaddedImages(training, channels, size, border),
        border == 0 ? test : new PaddedImages(test, channels, size, border),
        normalization);
  }

  private static ImageDataset part(ImageDataset data, String digits) {
    int images = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    if (images < 1 || images > data.training().size()) {
      throw Problem.with(
          data.name() + "@" + digits,
          "is no part of " + data.name() + ", which has " + data.training().size() + " images");
    }
    return data.part(images);
  }

  private static Path folder(String family, String folder) {
    if (folder.isEmpty()) {
      throw Problem.with("data set", "%s needs a folder: %s:DIR".formatted(family, family));
    }
    try {
      return Path.of(folder);
    } catch (InvalidPathException e) {
      throw Problem.with(folder, "is not the name of a folder: " + e.getReason());
    }
  }
}
