package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibraryTest {

  @TempDir Path folder;

  @Test
  void isFoundOnTheClassPathForThePlatform() throws IOException {
    // As in mxnet-native-mkl-1.9.1-linux-x86_64.jar and pytorch-native-cpu-2.7.1-linux-x86_64.jar.
    properties("mxnet", "version=1.9.1-20220812\nclassifier=mkl-linux-x86_64\n");
    properties("pytorch", "version=2.7.1-20250812\nflavor=cpu\nclassifier=linux-x86_64\n");
    resource("jnilib/pytorch.properties", "jni_version=2.7.1-0.36.0\n");
    assertEquals(
        new NativeLibrary(Optional.of("1.9.1"), Optional.empty()),
        find(DjlEngine.MXNET, "linux-x86_64", Map.of()));
    assertEquals(
        new NativeLibrary(Optional.of("2.7.1"), Optional.empty()),
        find(DjlEngine.PYTORCH, "linux-x86_64", Map.of()));
  }

  @Test
  void ofAnotherPlatformIsMissing() throws IOException {
    properties("mxnet", "version=1.9.1-20220812\nclassifier=mkl-osx-x86_64\n");
    assertMissing(
        "add ai.djl.mxnet:mxnet-native-mkl:1.9.1:linux-x86_64 to the class path",
        find(DjlEngine.MXNET, "linux-x86_64", Map.of()));
  }

  @Test
  void isSaidNotToBePublishedWhereItIsNot() throws IOException {
    assertMissing(
        "its native library is not published for osx-aarch64, only for linux-x86_64, osx-x86_64,"
            + " win-x86_64",
        find(DjlEngine.MXNET, "osx-aarch64", Map.of()));
    assertMissing(
        "its native library is not published for osx-x86_64, only for linux-aarch64,"
            + " linux-x86_64, osx-aarch64, win-x86_64",
        find(DjlEngine.PYTORCH, "osx-x86_64", Map.of()));
  }

  @Test
  void needsTheAdapterOfPyTorch() throws IOException {
    properties("pytorch", "version=2.7.1-20250812\nflavor=cpu\nclassifier=linux-x86_64\n");
    assertMissing(
        "add ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0 to the class path",
        find(DjlEngine.PYTORCH, "linux-x86_64", Map.of()));
  }

  @Test
  void isFoundWhereASettingPoints() throws IOException {
    Path file = folder.resolve(System.mapLibraryName("mxnet"));
    Map<String, String> setting = Map.of("MXNET_LIBRARY_PATH", folder.toString());
    assertMissing(
        "add ai.djl.mxnet:mxnet-native-mkl:1.9.1:linux-x86_64 to the class path",
        find(DjlEngine.MXNET, "linux-x86_64", setting));
    Files.createFile(file);
    var found = new NativeLibrary(Optional.empty(), Optional.empty());
    assertEquals(found, find(DjlEngine.MXNET, "linux-x86_64", setting));
    assertEquals(
        found,
        find(DjlEngine.MXNET, "linux-x86_64", Map.of("MXNET_LIBRARY_PATH", file.toString())));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Mac OS X, x86_64, osx-x86_64",
    "Mac OS X, aarch64, osx-aarch64",
    "Windows 11, amd64, win-x86_64",
    "FreeBSD, amd64, freebsd-x86_64"
  })
  void namesPlatformsAsArtifactsDo(String os, String architecture, String platform) {
    assertEquals(platform, NativeLibrary.platform(os, architecture));
  }

  private static void assertMissing(String missing, NativeLibrary library) {
    assertEquals(new NativeLibrary(library.version(), Optional.of(missing)), library);
  }

  private NativeLibrary find(DjlEngine engine, String platform, Map<String, String> settings)
      throws IOException {
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      return NativeLibrary.find(engine, platform, settings::get, loader);
    }
  }

  private void properties(String engine, String text) throws IOException {
    resource("native/lib/" + engine + ".properties", text);
  }

  private void resource(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
