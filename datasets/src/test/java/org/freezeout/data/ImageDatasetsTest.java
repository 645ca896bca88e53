package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDatasetsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "mnist", "cifar", "Fashion-MNIST", "cifar1000:x", ":", "mnist:DIR"})
  void listsTheKnownOnes(String spec) {
    assertRefused(
        () -> ImageDatasets.open(spec),
        "unknown data set '" + spec + "'",
        "fashion-mnist-subset",
        "fashion-mnist[:DIR]",
        "cifar10:DIR",
        "cifar100:DIR",
        "images:DIR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fashion-mnist", "cifar10", "cifar100", "images"})
  void asksForAFolder(String family) {
    assertRefused(() -> ImageDatasets.open(family + ":"), family, family + ":DIR");
    if (!family.equals("fashion-mnist")) {
      assertRefused(() -> ImageDatasets.open(family), family, family + ":DIR");
    }
  }

  @Test
  void answersInOneLineWhateverTheFolderIsCalled() {
    assertRefused(() -> ImageDatasets.open("images:a\nb\u0000c"), "a?b?c");
    assertRefused(() -> ImageDatasets.open("cifar10:a\nb"), "a?b", "does not exist");
    assertRefused(() -> ImageDatasets.open("x\r\ny"), "x?y");
  }

  @Test
  void opensAPart() {
    ImageDataset whole = ImageDatasets.open("fashion-mnist-subset");
    ImageDataset part = ImageDatasets.open("fashion-mnist-subset@40");
    assertEquals("fashion-mnist-subset@40", part.name());
    assertEquals(40, part.training().size());
    assertEquals(8, part.test().size());
    assertEquals(whole.normalization(), part.normalization());
    byte[] expected = new byte[whole.imageLength()];
    byte[] pixels = new byte[whole.imageLength()];
    for (int i = 0; i < 40; i++) {
      // Every 250th of 10,000.
      assertEquals(whole.training().label(250 * i), part.training().label(i));
      whole.training().read(250 * i, expected);
      part.training().read(i, pixels);
      assertArrayEquals(expected, pixels);
    }
    assertEquals(10_000, ImageDatasets.open("fashion-mnist-subset@10000").training().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10001", "99999999999999999999"})
  void refusesAPartThatIsNone(String images) {
    assertRefused(
        () -> ImageDatasets.open("fashion-mnist-subset@" + images),
        "fashion-mnist-subset@" + images + " is no part of fashion-mnist-subset",
        "10000 images");
  }

  /** A folder may be called so; a slash says that it is one. */
  @Test
  void takesNoFolderForAPart() {
    assertRefused(() -> ImageDatasets.open("cifar10:data@7/"), "data@7 does not exist");
    assertRefused(() -> ImageDatasets.open("cifar10:data@7"), "data does not exist");
  }

  @Test
  void aDataSetIsChecked() {
    MemoryImages none = new MemoryImages(new byte[0][], new int[0]);
    assertRefused(() -> TinyData.of(none, none, 1, 8, 8), "training images", "got 0");
    MemoryImages one = new MemoryImages(new byte[1][64], new int[1]);
    assertRefused(() -> TinyData.of(one, one, 1, 0, 8), "height", "got 0");
    assertRefused(
        () ->
            new ImageDataset(
                "x", 3, 8, 8, List.of(), one, one, new Normalization(List.of(), List.of())),
        "normalization",
        "3 channels");
  }

  @Test
  void augmentationsAreFoundByName() {
    assertEquals(Augmentation.STANDARD, Augmentation.named("standard"));
    assertEquals(Augmentation.NONE, Augmentation.named("none"));
    assertRefused(() -> Augmentation.named("NONE"), "'NONE'", "none, standard");
  }
}
