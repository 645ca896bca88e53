package org.freezeout.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of images, {@code train/CLASS/FILE} and {@code test/CLASS/FILE}, PNG or JPEG.
 *
 * <p>Classes are numbered in the order of their names, images of a class come in the order of
 * theirs. Names that begin with a dot are left out. If all images have one size of at most 512
 * pixels a side, they keep it; else all become squares, as large as the shortest side of any image
 * and at most 224: scaled until the shorter side fits, and cropped at the centre. If all are grey
 * there is one channel, else three.
 *
 * <p>All headers are read when the folder is opened. The images are decoded then, too, if together
 * they take at most a quarter of the heap; else each time that they are read.
 */
final class ImageFolder {

  private static final int MOST_RESIZED = 224;

  /** What an image costs besides its pixels. */
  private static final int OVERHEAD = 32;

  /** The files of a part of the data set, with their labels. */
  private record Part(List<Path> files, int[] labels) {}

  private ImageFolder() {}

  /**
   * Opens a folder.
   *
   * @param name of the data set
   * @throws IllegalArgumentException if its structure is another or an image cannot be read, in one
   *     line that names the file or folder
   */
  static ImageDataset open(String name, Path folder) {
    return open(name, folder, Memory.budget());
  }

  /** Opens a folder with room for decoded images of that many bytes. */
  static ImageDataset open(String name, Path folder, long budget) {
    Problem.requireFolder(folder);
    List<String> classes = classes(folder.resolve("train"));
    requireEqual(classes, classes(folder.resolve("test")), folder);
    Part training = part(folder.resolve("train"), classes);
    Part test = part(folder.resolve("test"), classes);
    List<Path> files = Stream.of(training, test).flatMap(part -> part.files().stream()).toList();
    ImageHeader[] headers = headers(files);
    int channels = Stream.of(headers).allMatch(ImageHeader::grey) ? 1 : 3;
    ImageSize size = commonSize(headers);
    int length = channels * size.pixels();
    ThreadLocal<ImageDecoder> decoders =
        ThreadLocal.withInitial(() -> new ImageDecoder(channels, size));
    FileImages trainingFiles = new FileImages(training.files(), training.labels(), decoders);
    FileImages testFiles = new FileImages(test.files(), test.labels(), decoders);
    boolean fits = (long) files.size() * (length + OVERHEAD) <= budget;
    return ImageDatasets.of(
        name,
        channels,
        size,
        classes,
        fits ? trainingFiles.load(length) : trainingFiles,
        fits ? testFiles.load(length) : testFiles);
  }

  private static ImageHeader[] headers(List<Path> files) {
    ImageHeader[] headers = new ImageHeader[files.size()];
    ParallelLoop.run(
        headers.length,
        () -> null,
        (i, none) -> {
          headers[i] = ImageHeader.read(files.get(i));
          ImageDecoder.checkSize(files.get(i), headers[i]);
        });
    return headers;
  }

  private static ImageSize commonSize(ImageHeader[] headers) {
    ImageSize first = new ImageSize(headers[0].height(), headers[0].width());
    boolean same =
        Stream.of(headers).allMatch(h -> first.equals(new ImageSize(h.height(), h.width())));
    if (same && first.isSupported()) {
      return first;
    }
    int shortest =
        Stream.of(headers).mapToInt(h -> Math.min(h.height(), h.width())).min().orElseThrow();
    int side = Math.min(MOST_RESIZED, shortest);
    return new ImageSize(side, side);
  }

  private static List<String> classes(Path folder) {
    List<String> classes = new ArrayList<>();
    for (Path entry : list(Problem.requireFolder(folder))) {
      if (Files.isDirectory(entry)) {
        classes.add(entry.getFileName().toString());
      } else if (isImage(entry)) {
        throw Problem.with(entry, "lies outside the folder of a class");
      }
    }
    if (classes.isEmpty()) {
      throw Problem.with("folder " + folder, "holds no folder of a class");
    }
    return classes;
  }

  private static void requireEqual(List<String> training, List<String> test, Path folder) {
    for (String name : training) {
      if (!test.contains(name)) {
        throw Problem.with("class " + name, "is in %s/train, but not in test".formatted(folder));
      }
    }
    for (String name : test) {
      if (!training.contains(name)) {
        throw Problem.with("class " + name, "is in %s/test, but not in train".formatted(folder));
      }
    }
  }

  private static Part part(Path folder, List<String> classes) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      List<Path> images = list(folder.resolve(classes.get(label)));
      if (images.isEmpty()) {
        throw Problem.with("folder " + folder.resolve(classes.get(label)), "holds no image");
      }
      for (Path image : images) {
        if (!isImage(image) || Files.isDirectory(image)) {
          throw Problem.with(image, "is not a file named .png, .jpg or .jpeg");
        }
        files.add(image);
        labels.add(label);
      }
    }
    return new Part(List.copyOf(files), labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /** What a folder holds, in the order of the names, without what is hidden. */
  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw Problem.reading("folder " + folder, e);
    } catch (UncheckedIOException e) {
      throw Problem.reading("folder " + folder, e.getCause());
    }
  }
}
