package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.freezeout.data.ImageHeader.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageHeaderTest {

  @TempDir Path folder;

  private static final Path FILE = Path.of("some.image");

  private static ImageHeader read(String hex) throws IOException {
    byte[] content = HexFormat.of().parseHex(hex.replace(" ", ""));
    return ImageHeader.read(FILE, new ByteArrayInputStream(content));
  }

  @ParameterizedTest
  @CsvSource({"png, PNG", "jpg, JPEG"})
  void readsColourAndGreyImages(String suffix, Format format) {
    Path grey = TinyData.write(folder.resolve("grey." + suffix), TinyData.grey(17, 21));
    assertEquals(new ImageHeader(format, 17, 21, true, 1), ImageHeader.read(grey));
    Path colour = TinyData.write(folder.resolve("colour." + suffix), TinyData.colour(40, 9));
    assertEquals(new ImageHeader(format, 40, 9, false, 1), ImageHeader.read(colour));
  }

  @Test
  void readsImagesOfSixteenBits() {
    BufferedImage image = new BufferedImage(9, 8, BufferedImage.TYPE_USHORT_GRAY);
    Path file = TinyData.write(folder.resolve("deep.png"), image);
    assertEquals(new ImageHeader(Format.PNG, 8, 9, true, 2), ImageHeader.read(file));
  }

  /** Segments and fill bytes before the frame are skipped. */
  @Test
  void findsTheFrameOfAJpeg() throws IOException {
    assertEquals(
        new ImageHeader(Format.JPEG, 258, 515, false, 1),
        read("ffd8 ffe1 0004 ffc0 ffffff c4 0003 00 ffc2 0011 08 0102 0203 03"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "47494638 39610000 | neither a PNG nor a JPEG",
        "89504e47 00000000 | neither a PNG nor a JPEG",
        "89504e47 0d0a1a0a 0000000d 49444154 | its header is missing",
        "89504e47 0d0a1a0a 0000000d 49484452 00000000 00000008 0802 | size is 8x0",
        "89504e47 0d0a1a0a 0000000d 49484452 00000008 80000000 0802 | size is -2147483648x8",
        "89504e47 0d0a1a0a 0000000d 49484452 00000008 00000008 0807 | colour type is 7",
        "89504e47 0d0a1a0a 0000000d 49484452 00000008 | truncated",
        "ffd8 ffda 0004 | come before their header",
        "ffd8 ffd9 | come before their header",
        "ffd8 ffe0 0001 | length 1",
        "ffd8 ffe0 0002 00c0 | does not end where it says",
        "ffd8 ffe0 ffff 00 | truncated",
        "ffd8 ffc0 0011 08 0000 0203 03 | size is 0x515",
        "ffd8 ffc0 0011 0c 0102 0203 03 | 3 components of 12 bits",
        "ffd8 ffc0 0011 08 0102 0203 04 | 4 components of 8 bits"
      })
  void refusesOthers(String hex, String problem) {
    assertRefused(
        () -> {
          try {
            read(hex);
          } catch (IOException e) {
            throw Problem.reading(FILE, e);
          }
        },
        FILE,
        problem);
  }
}
