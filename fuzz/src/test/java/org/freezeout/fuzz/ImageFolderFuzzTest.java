package org.freezeout.fuzz;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.ImageDatasets;

/** Folders of images: one image among intact ones is damaged or hostile. */
class ImageFolderFuzzTest {

  /** An image takes what its pixels take, which a file of its size can hold. */
  private static final Law LAW = new Law("image folders", 24 << 20, 4096);

  private static final List<byte[]> INTACT =
      List.of(
          ImageFiles.png(BufferedImage.TYPE_INT_RGB),
          ImageFiles.png(BufferedImage.TYPE_BYTE_GRAY),
          ImageFiles.png(BufferedImage.TYPE_BYTE_INDEXED),
          ImageFiles.png(BufferedImage.TYPE_INT_ARGB),
          ImageFiles.png(BufferedImage.TYPE_BYTE_BINARY),
          ImageFiles.jpeg(BufferedImage.TYPE_INT_RGB),
          ImageFiles.jpeg(BufferedImage.TYPE_BYTE_GRAY));

  private static Path folder;

  @BeforeContainer
  static void create() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    for (String part : List.of("train", "test")) {
      for (String name : List.of("cat", "dog")) {
        Path intact = folder.resolve(part).resolve(name).resolve("1.png");
        Files.createDirectories(intact.getParent());
        Files.write(intact, INTACT.get(0));
      }
    }
  }

  @AfterContainer
  static void delete() throws IOException {
    Folders.delete(folder);
  }

  @AfterProperty
  void report() {
    LAW.report();
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Input.inputs(
        random -> {
          byte[] intact = INTACT.get(random.nextInt(INTACT.size()));
          byte[] other = INTACT.get(random.nextInt(INTACT.size()));
          byte[] jpeg = INTACT.get(5 + random.nextInt(2));
          return Input.of(
              "2.png",
              switch (random.nextInt(10)) {
                case 0 -> intact;
                case 1, 2, 3, 4 -> ImageFiles.hostilePng(random);
                case 5, 6 -> ImageFiles.hostileJpeg(jpeg, random);
                default -> Damage.of(intact, other, random);
              });
        });
  }

  /** What is read has pixels. */
  @Property
  void areReadOrRefused(@ForAll("inputs") Input input) throws IOException {
    Path file = folder.resolve("train").resolve("dog").resolve(input.file());
    Files.write(file, input.bytes());
    LAW.holds(
        input,
        input.bytes().length,
        file,
        () -> {
          ImageDataset data = ImageDatasets.open("images:" + folder);
          data.training().read(2, new byte[data.channels() * data.height() * data.width()]);
        });
  }
}
