package org.freezeout.djl.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaLibraryTest {

  /** What libraries of this list need of each other: their NEEDED entries, by readelf. */
  private static final Map<String, List<String>> NEEDED =
      Map.ofEntries(
          Map.entry("libgfortran.so.5", List.of("libquadmath.so.0")),
          Map.entry("libopenblas.so.0", List.of("libgfortran.so.5")),
          Map.entry("libopencv_core.so.406", List.of("libopenblas.so.0")),
          Map.entry("libopencv_imgproc.so.406", List.of("libopencv_core.so.406")),
          Map.entry(
              "libopencv_imgcodecs.so.406",
              List.of("libopencv_imgproc.so.406", "libopencv_core.so.406")),
          Map.entry("libcublas.so.11", List.of("libcublasLt.so.11")),
          Map.entry("libcusolver.so.11", List.of("libcublas.so.11", "libcublasLt.so.11")),
          Map.entry("libcudnn_ops_infer.so.8", List.of("libcublas.so.11", "libcublasLt.so.11")),
          Map.entry("libcudnn_ops_train.so.8", List.of("libcudnn_ops_infer.so.8")),
          Map.entry(
              "libcudnn_cnn_infer.so.8",
              List.of("libcudnn_ops_infer.so.8", "libcublas.so.11", "libcublasLt.so.11")),
          Map.entry(
              "libcudnn_cnn_train.so.8",
              List.of(
                  "libcudnn_ops_infer.so.8",
                  "libcudnn_ops_train.so.8",
                  "libcudnn_cnn_infer.so.8",
                  "libcublas.so.11",
                  "libcublasLt.so.11")),
          Map.entry(
              "libmxnet.so",
              List.of(
                  "libcudart.so.11.0",
                  "libcublas.so.11",
                  "libcurand.so.10",
                  "libcusolver.so.11",
                  "libopenblas.so.0",
                  "libopencv_imgcodecs.so.406",
                  "libopencv_imgproc.so.406",
                  "libopencv_core.so.406",
                  "libcudnn.so.8",
                  "libcufft.so.10",
                  "libnvrtc.so.11.2",
                  "libnccl.so.2")));

  @TempDir private Path folder;

  @Test
  void eachComesAfterThoseThatItNeeds() {
    List<String> order = CudaLibrary.ALL.stream().map(CudaLibrary::file).toList();
    assertEquals(21, order.stream().distinct().count());
    NEEDED.forEach(
        (file, needed) ->
            needed.forEach(
                other ->
                    assertTrue(
                        order.contains(other) && order.indexOf(other) < order.indexOf(file),
                        file + " needs " + other)));
    // nvrtc and cudnn open these by name.
    assertTrue(order.indexOf("libnvrtc-builtins.so.11.8") < order.indexOf("libnvrtc.so.11.2"));
    assertTrue(order.indexOf("libcudnn_cnn_train.so.8") < order.indexOf("libcudnn.so.8"));
  }

  @Test
  void comeFromFourArtifacts() {
    assertEquals(
        List.of(
            "org.bytedeco:openblas:0.3.21-1.5.8:linux-x86_64",
            "org.bytedeco:opencv:4.6.0-1.5.8:linux-x86_64",
            "org.bytedeco:cuda:11.8-8.6-1.5.8:linux-x86_64-redist",
            "org.bytedeco:mxnet:1.9.1-1.5.8:linux-x86_64-gpu"),
        CudaLibrary.artifacts());
    CudaLibrary.ALL.forEach(
        library -> {
          assertTrue(library.sha256().matches("[0-9a-f]{64}"), library.file());
          assertTrue(library.entry().endsWith("/" + library.file()), library.file());
        });
  }

  @Test
  void goWhereTheUserKeepsCaches() {
    assertEquals(Path.of("/home/me/.cache/freezeout"), CacheFolders.own(name -> null, "/home/me"));
    assertEquals(
        Path.of("/var/me/freezeout"),
        CacheFolders.own(Map.of("XDG_CACHE_HOME", "/var/me")::get, "/home/me"));
    // The specification: "all paths must be absolute", others are to be ignored.
    assertEquals(
        Path.of("/home/me/.cache/freezeout"),
        CacheFolders.own(Map.of("XDG_CACHE_HOME", "me")::get, "/home/me"));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, ",
    "Linux, aarch64, 'MXNet''s CUDA build is published for Linux on x86-64 alone, this is Linux on"
        + " aarch64'",
    "Windows 11, amd64, 'MXNet''s CUDA build is published for Linux on x86-64 alone, this is"
        + " Windows 11 on amd64'"
  })
  void runOnOnePlatform(String os, String architecture, String refusal) {
    assertEquals(refusal, CudaPlatform.unsuited(os, architecture).orElse(null));
  }

  @Test
  void canBeButOnceInAProgram() throws IOException {
    Path maps = folder.resolve("maps");
    Files.writeString(
        maps, "7f00-7f01 r-xp 00000000 fe:01 1  /lib/libc.so.6\n7f 1  /cache/libmxnet.so\n");
    assertTrue(CudaNatives.isLoaded(maps, line -> !line.contains("/other")));
    assertEquals(false, CudaNatives.isLoaded(maps, line -> !line.contains("/cache")));
    assertEquals(false, CudaNatives.isLoaded(folder.resolve("none"), line -> true));
  }
}
