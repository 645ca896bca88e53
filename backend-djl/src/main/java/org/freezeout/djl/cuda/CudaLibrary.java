package org.freezeout.djl.cuda;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A native library of MXNet's CUDA build.
 *
 * @param file its name in the folder, by which the others ask for it
 * @param artifact where it comes from, {@code group:artifact:version:classifier} in Maven's words
 * @param entry its name inside the artifact
 * @param bytes its size
 * @param sha256 of its contents, in hexadecimal
 */
record CudaLibrary(String file, String artifact, String entry, long bytes, String sha256) {

  /** Version of the engine that they make up. */
  static final String MXNET = "1.9.1";

  /** Versions of NVIDIA's libraries among them, in words. */
  static final String CUDA = "CUDA 11.8, cuDNN 8.6";

  /** The CUDA version that a driver must support, as {@code cuDriverGetVersion} counts. */
  static final int CUDA_VERSION = 11080;

  /**
   * A library that libmxnet names and none of whose symbols it uses; the published one needs GTK.
   * An empty one takes its place.
   */
  static final String UNUSED = "libopencv_highgui.so.406";

  /** The CUDA runtime, one of them. */
  static final String RUNTIME = "libcudart.so.11.0";

  /** The artifacts together, in bytes. */
  static final long DOWNLOAD = 2_381_901_746L;

  /** Every one, in the order of loading: each after those that it needs. */
  static final List<CudaLibrary> ALL = read();

  /** The artifacts that hold them. */
  static List<String> artifacts() {
    return ALL.stream().map(CudaLibrary::artifact).distinct().toList();
  }

  /** The size of a list of libraries. */
  static long bytes(List<CudaLibrary> libraries) {
    return libraries.stream().mapToLong(CudaLibrary::bytes).sum();
  }

  private static List<CudaLibrary> read() {
    try (InputStream in = CudaLibrary.class.getResourceAsStream("libraries.csv");
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split(","))
          .map(c -> new CudaLibrary(c[0], c[1], c[2], Long.parseLong(c[3]), c[4]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
