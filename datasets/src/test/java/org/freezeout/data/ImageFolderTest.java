package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

  @TempDir Path folder;

  @BeforeEach
  void writeImages() {
    write("train/dog/2.png", 16, 20);
    write("train/dog/10.jpg", 16, 20);
    write("train/cat/a.JPEG", 16, 20);
    write("test/cat/b.PNG", 16, 20);
    write("test/dog/1.png", 16, 20);
  }

  private Path write(String name, int height, int width) {
    return TinyData.write(folder.resolve(name), TinyData.colour(height, width));
  }

  private ImageDataset open() {
    return ImageDatasets.open("images:" + folder);
  }

  private static List<Integer> shape(ImageDataset data) {
    return List.of(data.channels(), data.height(), data.width());
  }

  @Test
  void numbersClassesAndImagesInTheOrderOfTheirNames() {
    ImageDataset data = open();
    assertEquals("images:" + folder, data.name());
    assertEquals(List.of("cat", "dog"), data.classNames());
    assertEquals(3, data.training().size());
    assertEquals(2, data.test().size());
    assertEquals(0, data.training().label(0));
    assertEquals(1, data.training().label(1));
    assertEquals(1, data.training().label(2));
    // "10.jpg" comes before "2.png", whose pixels survive exactly.
    byte[] pixels = TinyData.read(data.training(), 2, 3 * 16 * 20);
    assertEquals(TinyData.rgb(3, 5) >> 16, pixels[3 * 20 + 5] & 0xff);
    assertEquals(TinyData.rgb(3, 5) & 0xff, pixels[2 * 320 + 3 * 20 + 5] & 0xff);
  }

  @Test
  void keepsACommonSize() {
    assertEquals(List.of(3, 16, 20), shape(open()));
  }

  @Test
  void cropsImagesOfSeveralSizesToASquare() {
    write("train/dog/3.png", 40, 12);
    ImageDataset data = open();
    assertEquals(List.of(3, 12, 12), shape(data));
    // 40 x 12 is not scaled: rows 14 to 25 remain.
    byte[] pixels = TinyData.read(data.training(), 3, 3 * 12 * 12);
    assertEquals(TinyData.rgb(14, 0) >> 16, pixels[0] & 0xff);
    assertEquals(TinyData.rgb(25, 11) >> 16, pixels[143] & 0xff);
  }

  @Test
  void limitsTheSquare() throws IOException {
    clear();
    write("train/x/1.png", 300, 260);
    write("test/x/1.png", 250, 280);
    assertEquals(List.of(3, 224, 224), shape(open()));
  }

  @Test
  void makesLargeImagesOfOneSizeSmaller() throws IOException {
    clear();
    write("train/x/1.png", 100, 513);
    write("test/x/1.png", 100, 513);
    assertEquals(List.of(3, 100, 100), shape(open()));
  }

  @Test
  void hasOneChannelIfAllAreGrey() throws IOException {
    clear();
    TinyData.write(folder.resolve("train/x/1.png"), TinyData.grey(28, 28));
    TinyData.write(folder.resolve("test/x/1.jpg"), TinyData.grey(28, 28));
    ImageDataset data = open();
    assertEquals(List.of(1, 32, 32), shape(data)); // 28 x 28 is padded
    byte[] pixels = TinyData.read(data.training(), 0, 32 * 32);
    assertEquals(0, pixels[0]);
    assertEquals(TinyData.pixel(5, 6), pixels[7 * 32 + 8] & 0xff);
    write("test/x/2.jpg", 28, 28);
    assertEquals(List.of(3, 32, 32), shape(open()));
  }

  private void clear() throws IOException {
    for (String part : List.of("train", "test")) {
      for (String name : List.of("cat", "dog")) {
        Path classFolder = folder.resolve(part).resolve(name);
        try (var files = Files.list(classFolder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(classFolder);
      }
    }
  }

  @Test
  void decodesWhenReadWhatDoesNotFitInMemory() {
    ImageDataset inMemory = ImageFolder.open("images", folder, 1 << 20);
    ImageDataset inFiles = ImageFolder.open("images", folder, 1000);
    assertInstanceOf(MemoryImages.class, inMemory.training());
    assertInstanceOf(FileImages.class, inFiles.training());
    assertInstanceOf(FileImages.class, inFiles.test());
    assertEquals(inMemory.normalization(), inFiles.normalization());
    for (int step = 0; step < 4; step++) {
      assertArrayEquals(
          new TrainingBatches(inMemory, Augmentation.STANDARD, 2, 3).batch(step).images(),
          new TrainingBatches(inFiles, Augmentation.STANDARD, 2, 3).batch(step).images());
    }
    assertArrayEquals(
        new TestBatches(inMemory, 2).batch(0).images(),
        new TestBatches(inFiles, 2).batch(0).images());
  }

  @Test
  void aFileThatBreaksDuringTrainingIsNamed() throws IOException {
    ImageDataset data = ImageFolder.open("images", folder, 1000);
    Path broken = folder.resolve("train/dog/2.png");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 50));
    try (BatchPrefetcher prefetcher =
        new BatchPrefetcher(new TrainingBatches(data, Augmentation.NONE, 3, 0), 0)) {
      assertRefused(() -> prefetcher.take(0), broken, "truncated");
    }
    Files.delete(broken);
    assertRefused(
        () -> new TrainingBatches(data, Augmentation.NONE, 3, 0).batch(0),
        broken,
        "does not exist");
  }

  @Test
  void namesMissingFolders() throws IOException {
    Path none = folder.resolve("none");
    assertRefused(() -> ImageDatasets.open("images:" + none), none, "does not exist");
    Path file = folder.resolve("train/dog/2.png");
    assertRefused(() -> ImageDatasets.open("images:" + file), file, "is not a folder");
    Files.move(folder.resolve("test"), folder.resolve("val"));
    assertRefused(this::open, folder.resolve("test"), "does not exist");
  }

  @Test
  void refusesOtherStructures() throws IOException {
    Path outside = write("train/1.png", 16, 20);
    assertRefused(this::open, outside, "outside");
    Files.delete(outside);
    Path text = TinyData.write(folder.resolve("test/cat/notes.txt"), new byte[3]);
    assertRefused(this::open, text, ".png, .jpg or .jpeg");
    Files.delete(text);
    Path empty = Files.createDirectory(folder.resolve("train/fox"));
    assertRefused(this::open, "class fox", "train", "not in test");
    Files.createDirectory(folder.resolve("test/fox"));
    assertRefused(this::open, empty, "holds no image");
    Files.delete(empty);
    assertRefused(this::open, "class fox", "test", "not in train");
  }

  @Test
  void refusesAFolderWithoutClasses() throws IOException {
    clear();
    assertRefused(this::open, folder.resolve("train"), "no folder of a class");
  }

  @Test
  void leavesHiddenFilesOut() {
    TinyData.write(folder.resolve("train/.DS_Store"), new byte[3]);
    TinyData.write(folder.resolve("train/cat/.DS_Store"), new byte[3]);
    TinyData.write(folder.resolve("train/labels.txt"), new byte[3]);
    assertEquals(3, open().training().size());
  }

  @Test
  void namesTheImageThatCannotBeDecoded() {
    Path broken = TinyData.write(folder.resolve("test/dog/z.jpg"), new byte[] {1, 2, 3, 4});
    assertRefused(this::open, broken, "neither a PNG nor a JPEG");
    TinyData.write(broken, new byte[0]);
    assertRefused(this::open, broken, "truncated");
    write("test/dog/z.png", 7, 20);
    TinyData.write(broken, TinyData.colour(16, 20));
    assertRefused(this::open, folder.resolve("test/dog/z.png"), "7x20");
  }
}
