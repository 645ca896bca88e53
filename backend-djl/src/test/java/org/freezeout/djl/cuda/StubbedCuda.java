package org.freezeout.djl.cuda;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** MXNet's CUDA build on a machine that need not have a driver: a stub takes its place. */
public final class StubbedCuda {

  /**
   * What libmxnet 1.9.1 takes from the driver's library, as nm lists it, and what CUDA asks first.
   */
  static final List<String> FUNCTIONS =
      List.of(
          "cuInit",
          "cuDriverGetVersion",
          "cuDeviceGetCount",
          "cuDeviceGet",
          "cuDeviceGetName",
          "cuDeviceGetAttribute",
          "cuDevicePrimaryCtxRetain",
          "cuGetErrorString",
          "cuGraphKernelNodeGetParams",
          "cuGraphNodeGetType",
          "cuLaunchKernel",
          "cuModuleGetFunction",
          "cuModuleLoadData",
          "cuModuleLoadDataEx",
          "cuModuleUnload");

  /** CUDA_ERROR_NO_DEVICE. */
  static final int NO_DEVICE = 100;

  private StubbedCuda() {}

  /** Why it cannot be loaded here, in one line; empty if it can. */
  public static String missing() {
    return CudaPlatform.unsuited().or(() -> CudaFolder.standard().missing()).orElse("");
  }

  /** A folder into which no library belongs. */
  public static CudaFolder nothingNeeded(Path folder) {
    return new CudaFolder(folder, List.of());
  }

  /** Loads the installed CUDA build. */
  public static void load() throws IOException {
    try {
      NativeLibrary.getInstance("libcuda.so.1");
    } catch (UnsatisfiedLinkError e) {
      System.load(write(Files.createTempDirectory("driver")).toString());
    }
    CudaNatives.load(CudaFolder.standard());
  }

  /** A driver that finds no GPU. */
  static Path write(Path folder) throws IOException {
    Path file = folder.resolve("libcuda.so.1");
    return Files.write(file, StubLibrary.of("libcuda.so.1", FUNCTIONS, NO_DEVICE));
  }
}
