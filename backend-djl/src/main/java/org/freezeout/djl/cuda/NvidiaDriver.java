package org.freezeout.djl.cuda;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What NVIDIA's driver says of itself and of the GPUs, asked without the CUDA libraries.
 *
 * @param version such as {@code 550.54.15}, where Linux tells
 * @param gpus the GPUs, in the driver's order
 * @param problem why the CUDA build cannot use it, in one line, empty where it can
 */
public record NvidiaDriver(Optional<String> version, List<Gpu> gpus, Optional<String> problem) {

  private static final String LIBRARY = "libcuda.so.1";
  private static final Path VERSION = Path.of("/proc/driver/nvidia/version");
  private static final Pattern NUMBER = Pattern.compile("\\s(\\d{3,}\\.\\d+(\\.\\d+)?)\\s");
  private static final int NO_DEVICE = 100;

  public NvidiaDriver {
    gpus = List.copyOf(gpus);
  }

  /** Functions of the driver's library; each returns 0 or an error. */
  interface Functions extends Library {
    int cuInit(int flags);

    int cuDriverGetVersion(int[] version);

    int cuDeviceGetCount(int[] count);

    int cuDeviceGet(int[] device, int index);

    int cuDeviceGetName(byte[] name, int length, int device);

    int cuDeviceGetAttribute(int[] value, int attribute, int device);
  }

  /** Asks the driver of this machine. */
  public static NvidiaDriver find() {
    return find(VERSION, LIBRARY);
  }

  /** Version of the driver, where Linux tells; loads nothing. */
  public static Optional<String> installedVersion() {
    return version(VERSION);
  }

  static NvidiaDriver find(Path versionFile, String library) {
    Optional<String> version = version(versionFile);
    try {
      return ask(version, Native.load(library, Functions.class));
    } catch (UnsatisfiedLinkError e) {
      return without(version, "no NVIDIA driver found (" + LIBRARY + ")");
    }
  }

  static NvidiaDriver ask(Optional<String> version, Functions driver) {
    int[] number = new int[1];
    try {
      int error = driver.cuInit(0);
      if (error == NO_DEVICE) {
        return without(version, "the NVIDIA driver finds no GPU");
      }
      check("cuInit", error);
      check("cuDriverGetVersion", driver.cuDriverGetVersion(number));
      int cuda = number[0];
      check("cuDeviceGetCount", driver.cuDeviceGetCount(number));
      List<Gpu> gpus = new ArrayList<>();
      for (int i = 0, count = number[0]; i < count; i++) {
        gpus.add(gpu(driver, i));
      }
      return new NvidiaDriver(version, gpus, tooOld(version, cuda));
    } catch (IllegalStateException e) {
      return without(version, e.getMessage());
    }
  }

  private static Gpu gpu(Functions driver, int index) {
    int[] number = new int[1];
    check("cuDeviceGet", driver.cuDeviceGet(number, index));
    int device = number[0];
    byte[] name = new byte[100];
    check("cuDeviceGetName", driver.cuDeviceGetName(name, name.length, device));
    check("cuDeviceGetAttribute", driver.cuDeviceGetAttribute(number, 75, device));
    int major = number[0];
    check("cuDeviceGetAttribute", driver.cuDeviceGetAttribute(number, 76, device));
    int minor = number[0];
    return new Gpu(index, Native.toString(name, StandardCharsets.UTF_8.name()), major, minor);
  }

  private static Optional<String> tooOld(Optional<String> version, int cuda) {
    return cuda >= CudaLibrary.CUDA_VERSION
        ? Optional.empty()
        : Optional.of(
            "the NVIDIA driver"
                + version.map(number -> " " + number).orElse("")
                + " is too old: it supports CUDA up to "
                + cuda / 1000
                + "."
                + cuda / 10 % 100
                + ", 11.8 is needed (driver 520.61 or newer)");
  }

  private static void check(String function, int error) {
    if (error != 0) {
      throw new IllegalStateException("the NVIDIA driver fails: " + function + " error " + error);
    }
  }

  private static NvidiaDriver without(Optional<String> version, String problem) {
    return new NvidiaDriver(version, List.of(), Optional.of(problem));
  }

  static Optional<String> version(Path file) {
    try {
      Matcher matcher = NUMBER.matcher(Files.readString(file));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
