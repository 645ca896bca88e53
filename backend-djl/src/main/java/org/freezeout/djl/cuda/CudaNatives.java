package org.freezeout.djl.cuda;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Loads MXNet's CUDA build into a program, before DJL is first used:
 *
 * <pre>{@code
 * CudaNatives.use();
 * Engine engine = Engine.getEngine("MXNet"); // now sees the GPUs
 * }</pre>
 *
 * <p>No {@code LD_LIBRARY_PATH} is needed: each library is loaded by its path, after those that it
 * needs. Best set in the environment before Java starts, as the script {@code freezeout} does, are
 *
 * <pre>
 *   CUDA_MODULE_LOADING=LAZY         compile a kernel when it is used, not all of them at once
 *   CUDA_CACHE_MAXSIZE=4294967296    keep what was compiled, up to 4 GiB ...
 *   CUDA_CACHE_PATH=FOLDER           ... there, between runs
 * </pre>
 *
 * Those that are not set, this sets for the native libraries, which works unless the driver was
 * loaded before. Not measured on a GPU.
 */
public final class CudaNatives {

  private static final String LIBRARY_PATH = "MXNET_LIBRARY_PATH";
  private static final Path KERNELS = CacheFolders.own().resolve("cuda-kernels");
  private static boolean inUse;

  private CudaNatives() {}

  /**
   * Makes MXNet the installed CUDA build for the rest of this program. Does nothing when it was
   * done before.
   *
   * @throws IllegalArgumentException if it is not installed, there is no suitable driver or GPU, or
   *     MXNet is loaded already, in one line that says what to do
   */
  public static synchronized void use() {
    if (inUse) {
      return;
    }
    CudaPlatform.check();
    CudaFolder folder = CudaFolder.standard();
    setEnvironment();
    NvidiaDriver driver = NvidiaDriver.find();
    Optional<String> missing = missing(driver, folder);
    if (missing.isEmpty() && driver.gpus().stream().allMatch(gpu -> gpu.unsuited().isPresent())) {
      missing = driver.gpus().stream().findFirst().flatMap(Gpu::unsuited);
    }
    if (missing.isPresent()) {
      throw new IllegalArgumentException(missing.get());
    }
    load(folder);
  }

  /** Whether this program uses the CUDA build. */
  public static synchronized boolean inUse() {
    return inUse;
  }

  /** Versions of NVIDIA's libraries in the CUDA build, in words. */
  public static String versions() {
    return CudaLibrary.CUDA;
  }

  /** Version of MXNet in the CUDA build. */
  public static String mxnetVersion() {
    return CudaLibrary.MXNET;
  }

  /**
   * What is missing for MXNet to run on GPUs, in one line: all of it, so that it can be seen to in
   * one go.
   */
  public static Optional<String> missing(NvidiaDriver driver, CudaFolder folder) {
    if (CudaPlatform.unsuited().isPresent()) {
      return CudaPlatform.unsuited();
    }
    return Stream.of(driver.problem(), folder.missing(), folder.tooLittleSpace(DiskSpace.HERE))
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + "; " + other);
  }

  /** Loads the libraries of a folder; those that they need must be there, the driver's too. */
  static synchronized void load(CudaFolder folder) {
    String path = folder.path().toString();
    String set = System.getenv(LIBRARY_PATH);
    if (set != null && !set.equals(path)) {
      throw new IllegalArgumentException(
          LIBRARY_PATH + " is set to " + set + ", where DJL would look for MXNet: unset it");
    }
    if (isLoaded(Path.of("/proc/self/maps"), line -> !line.contains(path))) {
      throw new IllegalArgumentException(
          "MXNet's build for CPUs is loaded already, and a program can have but one: ask for the"
              + " GPU first");
    }
    try {
      System.load(folder.path().resolve(CudaLibrary.UNUSED).toString());
      for (CudaLibrary library : folder.libraries()) {
        System.load(folder.file(library).toString());
      }
    } catch (UnsatisfiedLinkError e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          reason.contains("libcuda.so.1")
              ? "no NVIDIA driver found (libcuda.so.1)"
              : "MXNet's CUDA build cannot be loaded: " + reason,
          e);
    }
    System.setProperty(LIBRARY_PATH, path);
    NativeLibrary.addSearchPath("cudart", path);
    inUse = true;
  }

  /** Whether a file lists a loaded libmxnet on a line that is not ours. */
  static boolean isLoaded(Path maps, Predicate<String> other) {
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.filter(line -> line.endsWith("/libmxnet.so")).anyMatch(other);
    } catch (IOException e) {
      return false;
    }
  }

  /** What the driver reads when it is loaded; native code sees it, Java itself does not. */
  private static void setEnvironment() {
    Map<String, String> defaults =
        Map.of(
            "CUDA_MODULE_LOADING",
            "LAZY",
            "CUDA_CACHE_MAXSIZE",
            "4294967296",
            "CUDA_CACHE_PATH",
            KERNELS.toString());
    Function set = Function.getFunction("c", "setenv");
    try {
      Files.createDirectories(KERNELS);
    } catch (IOException e) {
      // Then the driver keeps nothing, and compiles again next time.
    }
    defaults.forEach((name, value) -> set.invokeInt(new Object[] {name, value, 0}));
  }
}
