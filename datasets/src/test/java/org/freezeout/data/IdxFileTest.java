package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;
import static org.freezeout.data.Refusals.succeedsOrIsRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {

  private static final int COUNT = 3;

  private final byte[][] pixels = new byte[COUNT][9 * 10];
  private final byte[] images;
  private final byte[] labels = IdxWriter.labels(7, 0, 9);

  IdxFileTest() {
    SplittableRandom random = new SplittableRandom(3);
    for (byte[] image : pixels) {
      random.nextBytes(image);
    }
    images = IdxWriter.images(9, 10, pixels);
  }

  private static IdxFile file(byte[] content) {
    return IdxFile.of("some-file", content);
  }

  private static byte[] stored(byte[] content, boolean compressed) {
    return compressed ? IdxWriter.gzip(content) : content;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsWhatWasWritten(boolean compressed, @TempDir Path folder) {
    Path path = TinyData.write(folder.resolve("images"), stored(images, compressed));
    IdxFile.Images read = IdxFile.of(path).images();
    assertEquals(new ImageSize(9, 10), read.size());
    assertTrue(Arrays.deepEquals(pixels, read.pixels()));
    assertArrayEquals(new int[] {7, 0, 9}, file(stored(labels, compressed)).labels(10));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesEveryTruncation(boolean compressed) {
    byte[] whole = stored(images, compressed);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertRefused(() -> file(part).images(), "some-file");
    }
    byte[] wholeLabels = stored(labels, compressed);
    for (int length = 0; length < wholeLabels.length; length++) {
      byte[] part = Arrays.copyOf(wholeLabels, length);
      assertRefused(() -> file(part).labels(10), "some-file");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesMoreThanTheHeaderPromises(boolean compressed) {
    byte[] longer = Arrays.copyOf(images, images.length + 1);
    assertRefused(() -> file(stored(longer, compressed)).images(), "some-file", "header promises");
  }

  @Test
  void namesTheMagicNumber() {
    assertRefused(() -> file(labels).images(), "some-file", "images", "0x00000801", "0x00000803");
    assertRefused(() -> file(images).labels(10), "some-file", "labels", "0x00000803");
  }

  @Test
  void namesTheLabelOutOfRange() {
    assertRefused(() -> file(labels).labels(9), "some-file", "label of image 2", "got 9");
  }

  private byte[] withHeader(int count, int height, int width) {
    byte[] content = images.clone();
    ByteBuffer.wrap(content, 4, 12).putInt(count).putInt(height).putInt(width);
    return content;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAbsurdHeadersBeforeTheyCostMemory(boolean compressed) {
    int huge = Integer.MAX_VALUE;
    assertRefused(
        () -> file(stored(withHeader(huge, 512, 512), compressed)).images(),
        "some-file",
        "promises 562949953159168 values");
    assertRefused(
        () -> file(stored(withHeader(3, huge, huge), compressed)).images(), "2147483647x21474");
    assertRefused(
        () -> file(stored(withHeader(-1, 9, 10), compressed)).images(), "dimension 0", "-1");
    assertRefused(
        () -> file(stored(withHeader(3, 0, 10), compressed)).images(), "dimension 1", "is 0");
  }

  @Test
  void refusesSizesThatCannotBeTrainedOn() {
    assertRefused(
        () -> file(IdxWriter.images(7, 10, new byte[1][70])).images(), "some-file", "7x10", "8");
    assertRefused(
        () -> file(IdxWriter.images(8, 513, new byte[1][8 * 513])).images(), "8x513", "512");
  }

  /** 60 MiB of zeros in 60 KiB: nothing behind what the header promises is decompressed. */
  @Test
  void survivesAGzipBomb() {
    byte[] bomb = new byte[60 << 20];
    System.arraycopy(images, 0, bomb, 0, images.length);
    assertRefused(() -> file(IdxWriter.gzip(bomb)).images(), "more than its header promises");
  }

  /** 200 kB; the JDK's stream answers with a StackOverflowError. */
  @Test
  void refusesManyEmptyPartsOfGzip() {
    byte[] empty = IdxWriter.gzip(new byte[0]);
    ByteBuffer parts = ByteBuffer.allocate(10_000 * empty.length);
    while (parts.hasRemaining()) {
      parts.put(empty);
    }
    assertRefused(() -> file(parts.array()).images(), "some-file", "more than 16 empty parts");
  }

  @Test
  void readsSeveralPartsOfGzip() {
    byte[] first = IdxWriter.gzip(Arrays.copyOf(images, 50));
    byte[] second = IdxWriter.gzip(Arrays.copyOfRange(images, 50, images.length));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertTrue(Arrays.deepEquals(pixels, file(both).images().pixels()));
  }

  @Test
  void refusesWhatIsNoFile(@TempDir Path folder) {
    assertRefused(() -> IdxFile.of(folder), folder, "is not a file");
    assertRefused(() -> IdxFile.of(folder.resolve("x")), folder.resolve("x"), "does not exist");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mutationsAreReadOrRefused(boolean compressed) {
    SplittableRandom random = new SplittableRandom(11);
    byte[] whole = stored(images, compressed);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] mutant = Mutations.of(whole, random);
      if (!succeedsOrIsRefused(() -> file(mutant).images(), Arrays.toString(mutant))) {
        refused++;
      }
      succeedsOrIsRefused(() -> file(mutant).labels(10), Arrays.toString(mutant));
    }
    assertFalse(refused == 0);
  }

  /** gzip carries a checksum of the content; only the bits that fill up the last byte are free. */
  @Test
  void noticesChangedBytesInCompressedFiles() {
    byte[] whole = IdxWriter.gzip(images);
    int unnoticed = 0;
    for (int at = 10; at < whole.length; at++) { // behind gzip's header
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      if (succeedsOrIsRefused(() -> file(changed).images(), "change at " + at)) {
        assertTrue(Arrays.deepEquals(pixels, file(changed).images().pixels()));
        unnoticed++;
      }
    }
    assertTrue(unnoticed <= 1, unnoticed + " unnoticed changes");
  }
}
