package org.freezeout.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FashionMnistSubsetTest {

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream =
        FashionMnist.class.getResourceAsStream("fashion-mnist-subset/" + name)) {
      return stream.readAllBytes();
    }
  }

  private static byte[] content(String name) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(resource(name + ".gz"))).readAllBytes();
  }

  @Test
  void everyClassIsThereEquallyOften() {
    ImageDataset data = ImageDatasets.open(ImageDatasets.DEFAULT);
    assertEquals("fashion-mnist-subset", data.name());
    assertEquals(10, data.classNames().size());
    assertEquals(32, data.height());
    assertEquals(32, data.width());
    assertArrayEquals(tenTimes(1000), counts(data.training()));
    assertArrayEquals(tenTimes(200), counts(data.test()));
  }

  private static int[] tenTimes(int count) {
    int[] counts = new int[10];
    Arrays.fill(counts, count);
    return counts;
  }

  private static int[] counts(ImageSet images) {
    int[] counts = new int[10];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    return counts;
  }

  /** The first labels of the training file, as Fashion-MNIST's users know them: an ankle boot. */
  @Test
  void keepsTheOrderOfTheSource() {
    ImageDataset data = ImageDatasets.open(ImageDatasets.DEFAULT);
    int[] first = new int[10];
    for (int i = 0; i < first.length; i++) {
      first[i] = data.training().label(i);
    }
    assertArrayEquals(new int[] {9, 0, 0, 3, 0, 2, 7, 2, 5, 5}, first);
  }

  /** As in the README beside the files. */
  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte, d33512cfdc636a0d8972818e6659995be209a88891df7fa2109d7895922c8985",
    "train-labels-idx1-ubyte, 620cb8e3b9348037c5ff9a07b02d773ab165330e072dfd19e0d21c59f8042dcf",
    "t10k-images-idx3-ubyte, 15a92dd1e9b16ea361928086e77df4dfa890c255c00b5a8c8162c1040ce8eef1",
    "t10k-labels-idx1-ubyte, 234596aeb6eb48133ec99a62541f90bc0728c9559a681f1e0638037462458f2c"
  })
  void hasTheDocumentedChecksums(String name, String sha256)
      throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content(name));
    assertEquals(sha256, HexFormat.of().formatHex(digest));
    String readme = new String(resource("README.md"), StandardCharsets.UTF_8);
    assertTrue(readme.contains(sha256 + "  " + name), readme);
  }

  @Test
  void carriesItsLicence() throws IOException {
    String licence = new String(resource("LICENSE"), StandardCharsets.UTF_8);
    assertTrue(licence.startsWith("The MIT License"), licence);
    assertTrue(licence.contains("Zalando SE"), licence);
  }

  /** What gzip makes of the bytes may differ between versions of zlib; the bytes may not. */
  @Test
  void isMadeFromDebiansPackage() throws IOException {
    assumeTrue(
        Files.exists(FashionMnist.DEBIAN),
        "Debian's package dataset-fashion-mnist is not installed");
    Map<String, byte[]> files = FashionMnistSubset.files(FashionMnist.DEBIAN);
    assertEquals(4, files.size());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertArrayEquals(file.getValue(), content(file.getKey()), file.getKey());
    }
  }
}
