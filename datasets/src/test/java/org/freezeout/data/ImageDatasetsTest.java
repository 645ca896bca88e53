package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
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
