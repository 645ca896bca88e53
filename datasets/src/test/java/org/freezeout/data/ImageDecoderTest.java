package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.freezeout.data.Refusals.succeedsOrIsRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private static final ImageSize SIZE = new ImageSize(12, 14);

  @TempDir Path folder;

  private static byte[] decode(Path file, int channels) {
    byte[] pixels = new byte[channels * SIZE.pixels()];
    new ImageDecoder(channels, SIZE).decode(file, pixels);
    return pixels;
  }

  private Path write(String name, BufferedImage image) {
    return TinyData.write(folder.resolve(name), image);
  }

  @Test
  void readsThePixelsOfAColourPng() {
    byte[] pixels = decode(write("a.png", TinyData.colour(12, 14)), 3);
    for (int i = 0; i < pixels.length; i++) {
      int channel = i / SIZE.pixels();
      int rgb = TinyData.rgb(i % SIZE.pixels() / 14, i % 14);
      assertEquals(rgb >> (16 - 8 * channel) & 0xff, pixels[i] & 0xff);
    }
  }

  /** 100 stays 100: no colour space is converted. */
  @Test
  void readsThePixelsOfAGreyPng() {
    Path file = write("a.png", TinyData.grey(12, 14));
    byte[] grey = decode(file, 1);
    byte[] colour = decode(file, 3);
    for (int i = 0; i < colour.length; i++) {
      int pixel = i % SIZE.pixels();
      assertEquals(TinyData.pixel(pixel / 14, pixel % 14), colour[i] & 0xff);
      assertEquals(colour[i], grey[pixel]);
    }
  }

  @Test
  void keepsTheUpperBitsOfSixteen() {
    BufferedImage image = new BufferedImage(14, 12, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(3, 2, 0, 0xabcd);
    assertEquals((byte) 0xab, decode(write("a.png", image), 1)[2 * 14 + 3]);
  }

  @Test
  void looksColoursUpInThePalette() {
    byte[] red = {0, 10};
    byte[] green = {0, 20};
    byte[] blue = {0, 30};
    BufferedImage image =
        new BufferedImage(
            14, 12, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, red, green, blue));
    image.getRaster().setSample(3, 2, 0, 1);
    byte[] pixels = decode(write("a.png", image), 3);
    assertEquals(10, pixels[2 * 14 + 3]);
    assertEquals(20, pixels[SIZE.pixels() + 2 * 14 + 3]);
    assertEquals(30, pixels[2 * SIZE.pixels() + 2 * 14 + 3]);
  }

  @Test
  void dropsAlpha() {
    BufferedImage image = new BufferedImage(14, 12, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(3, 2, 0x00112233);
    byte[] pixels = decode(write("a.png", image), 3);
    assertEquals(0x11, pixels[2 * 14 + 3]);
    assertEquals(0x33, pixels[2 * SIZE.pixels() + 2 * 14 + 3]);
  }

  @Test
  void readsJpegs() throws IOException {
    Path file = write("a.jpg", TinyData.colour(12, 14));
    BufferedImage expected = ImageIO.read(file.toFile());
    byte[] pixels = decode(file, 3);
    for (int y = 0; y < 12; y++) {
      for (int x = 0; x < 14; x++) {
        for (int channel = 0; channel < 3; channel++) {
          assertEquals(
              expected.getRGB(x, y) >> (16 - 8 * channel) & 0xff,
              pixels[(channel * 12 + y) * 14 + x] & 0xff);
        }
      }
    }
  }

  /** The content decides. */
  @Test
  void readsAPngThatIsNamedJpeg() throws IOException {
    Path png = write("a.png", TinyData.colour(12, 14));
    Path named = Files.copy(png, folder.resolve("b.jpg"));
    assertArrayEquals(decode(png, 3), decode(named, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.jpg"})
  void refusesEveryTruncation(String name) throws IOException {
    Path file = write(name, TinyData.colour(12, 14));
    byte[] whole = Files.readAllBytes(file);
    Path part = folder.resolve("part-" + name);
    for (int length = 0; length < whole.length; length++) {
      Files.write(part, Arrays.copyOf(whole, length));
      assertRefused(() -> decode(part, 3), part);
    }
  }

  /** Between the scans of a progressive JPEG the decoder itself notices nothing. */
  @Test
  void refusesEveryTruncationOfAProgressiveJpeg() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(TinyData.colour(12, 14), null, null), param);
    }
    writer.dispose();
    byte[] whole = bytes.toByteArray();
    Path file = TinyData.write(folder.resolve("whole.jpg"), whole);
    decode(file, 3);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(() -> decode(file, 3), file);
    }
  }

  @Test
  void refusesChangedPngs() throws IOException {
    Path file = write("a.png", TinyData.colour(12, 14));
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 4;
      Files.write(file, changed);
      assertRefused(() -> decode(file, 3), file);
    }
  }

  /** The checksums of the mutants are right, so that the decoder itself is reached. */
  @Test
  void mutatedPngsAreReadOrRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    byte[] whole = Files.readAllBytes(write("a.png", TinyData.colour(12, 14)));
    Path file = folder.resolve("mutant.png");
    for (int i = 0; i < 500; i++) {
      Files.write(file, withChecksums(Mutations.of(whole, random)));
      succeedsOrIsRefused(() -> decode(file, 3), "mutation " + i);
    }
  }

  private static byte[] withChecksums(byte[] content) {
    byte[] result = content.clone();
    ByteBuffer bytes = ByteBuffer.wrap(result);
    int at = 8;
    while (at + 12 <= result.length) {
      int length = bytes.getInt(at);
      if (length < 0 || length > result.length - at - 12) {
        break;
      }
      CRC32 checksum = new CRC32();
      checksum.update(result, at + 4, 4 + length);
      bytes.putInt(at + 8 + length, (int) checksum.getValue());
      at += 12 + length;
    }
    return result;
  }

  @Test
  void mutatedJpegsAreReadOrRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    byte[] whole = Files.readAllBytes(write("a.jpg", TinyData.colour(12, 14)));
    Path file = folder.resolve("mutant.jpg");
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      Files.write(file, Mutations.of(whole, random));
      refused += succeedsOrIsRefused(() -> decode(file, 3), "mutation " + i) ? 0 : 1;
    }
    assertTrue(refused > 100, refused + " of 500 refused");
  }

  /** A decoder that met a corrupt file reads the next one as if nothing had happened. */
  @Test
  void recovers() throws IOException {
    Path good = write("good.jpg", TinyData.colour(12, 14));
    Path bad = folder.resolve("bad.jpg");
    byte[] whole = Files.readAllBytes(good);
    Files.write(bad, Arrays.copyOf(whole, whole.length / 2 + 100));
    ImageDecoder decoder = new ImageDecoder(3, SIZE);
    byte[] pixels = new byte[3 * SIZE.pixels()];
    assertRefused(() -> decoder.decode(bad, pixels), bad);
    decoder.decode(good, pixels);
    assertArrayEquals(decode(good, 3), pixels);
  }

  @Test
  void refusesGiantsBeforeDecodingThem() throws IOException {
    byte[] content = Files.readAllBytes(write("a.png", TinyData.grey(12, 14)));
    ByteBuffer.wrap(content).putInt(16, 60_000).putInt(20, 50_000);
    Path giant = folder.resolve("giant.png");
    Files.write(giant, withChecksums(content));
    assertRefused(() -> decode(giant, 1), giant, "50000x60000", "too many");
  }

  /** Both are small enough to be decoded, and larger than their files can be. */
  @Test
  void refusesMorePixelsThanTheFileHolds() throws IOException {
    byte[] png = Files.readAllBytes(write("a.png", TinyData.grey(12, 14)));
    ByteBuffer.wrap(png).putInt(16, 2000).putInt(20, 1000);
    Path file = folder.resolve("large.png");
    Files.write(file, withChecksums(png));
    assertRefused(() -> decode(file, 1), file, "bytes of data cannot hold the 1000x2000 pixels");
    byte[] jpeg = Files.readAllBytes(write("a.jpg", TinyData.grey(12, 14)));
    int frame = 2;
    while ((jpeg[frame + 1] & 0xff) != 0xc0) {
      frame += 2 + ByteBuffer.wrap(jpeg).getShort(frame + 2);
    }
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 1000).putShort(frame + 7, (short) 2000);
    Files.write(file, jpeg);
    assertRefused(() -> decode(file, 1), file, "bytes cannot hold the 1000x2000 pixels");
  }

  /** One value of few, so that both are compressed as far as their formats can. */
  @Test
  void readsWhatIsCompressedAsFarAsCanBe() throws IOException {
    BufferedImage white = new BufferedImage(3000, 3000, BufferedImage.TYPE_BYTE_BINARY);
    byte[] pixels = decode(write("a.png", white), 1);
    assertEquals(0, pixels[0]);
    BufferedImage black = new BufferedImage(3000, 3000, BufferedImage.TYPE_BYTE_GRAY);
    assertArrayEquals(pixels, decode(write("a.jpg", black), 1));
  }

  /**
   * 32 MiB of zeros in 32 KiB of text, beside a palette, for which the decoder reads everything.
   */
  @Test
  void inflatesNoText() throws IOException {
    BufferedImage image = new BufferedImage(14, 12, BufferedImage.TYPE_BYTE_INDEXED);
    byte[] whole = Files.readAllBytes(write("a.png", image));
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes("name\0\0".getBytes(StandardCharsets.US_ASCII));
    try (var deflater = new DeflaterOutputStream(data)) {
      deflater.write(new byte[32 << 20]);
    }
    ByteBuffer bomb = ByteBuffer.allocate(whole.length + 12 + data.size());
    bomb.put(whole, 0, 33).putInt(data.size()).put("zTXt".getBytes(StandardCharsets.US_ASCII));
    bomb.put(data.toByteArray()).putInt(0).put(whole, 33, whole.length - 33);
    Path file = TinyData.write(folder.resolve("bomb.png"), withChecksums(bomb.array()));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertArrayEquals(decode(folder.resolve("a.png"), 3), decode(file, 3));
    assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 16 << 20);
  }

  @Test
  void refusesImagesThatAreTooSmall() {
    Path file = write("a.png", TinyData.grey(7, 14));
    assertRefused(() -> decode(file, 1), file, "7x14", "at least 8");
  }

  @Test
  void refusesAColourImageWhereGreyOnesWere() {
    Path file = write("a.png", TinyData.colour(12, 14));
    assertRefused(() -> decode(file, 1), file, "grey");
  }
}
