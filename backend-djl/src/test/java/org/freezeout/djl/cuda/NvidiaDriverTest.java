package org.freezeout.djl.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvidiaDriverTest {

  private static final Gpu H100 = new Gpu(0, "NVIDIA H100 80GB HBM3", 9, 0);

  @TempDir private Path folder;

  @Test
  void tellsItsGpus() {
    Gpu other = new Gpu(1, "Tesla K80", 3, 7);
    assertEquals(
        new NvidiaDriver(Optional.of("550.54.15"), List.of(H100, other), Optional.empty()),
        NvidiaDriver.ask(Optional.of("550.54.15"), new Fake(12040, 0, List.of(H100, other))));
  }

  @Test
  void thatIsTooOldIsNamedWithWhatIsNeeded() {
    NvidiaDriver driver =
        NvidiaDriver.ask(Optional.of("470.82.01"), new Fake(11040, 0, List.of(H100)));
    assertEquals(
        Optional.of(
            "the NVIDIA driver 470.82.01 is too old: it supports CUDA up to 11.4, 11.8 is needed"
                + " (driver 520.61 or newer)"),
        driver.problem());
    assertEquals(List.of(H100), driver.gpus());
  }

  @Test
  void thatFailsIsNotTaken() {
    // CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, as after an update without a restart.
    NvidiaDriver driver = NvidiaDriver.ask(Optional.empty(), new Fake(12040, 803, List.of()));
    assertEquals(Optional.of("the NVIDIA driver fails: cuInit error 803"), driver.problem());
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = "amd64",
      disabledReason = "the stub is for this one")
  void withoutAGpuIsSaidSo() throws IOException {
    Path stub = StubbedCuda.write(folder);
    assertEquals(
        Optional.of("the NVIDIA driver finds no GPU"),
        NvidiaDriver.find(folder.resolve("none"), stub.toString()).problem());
  }

  @Test
  void thatIsNotThereIsSaidSo() {
    NvidiaDriver driver =
        NvidiaDriver.find(folder.resolve("none"), folder.resolve("libcuda.so.1").toString());
    assertEquals(
        new NvidiaDriver(
            Optional.empty(), List.of(), Optional.of("no NVIDIA driver found (libcuda.so.1)")),
        driver);
  }

  @Test
  void everythingThatIsMissingIsToldAtOnce() {
    if (CudaPlatform.unsuited().isPresent()) {
      return;
    }
    var nothing =
        new NvidiaDriver(Optional.empty(), List.of(), Optional.of("no NVIDIA driver found"));
    assertEquals(
        Optional.of(
            "no NVIDIA driver found; MXNet's CUDA libraries are not installed: freezeout install"
                + " cuda"),
        CudaNatives.missing(nothing, new CudaFolder(folder, CudaLibrary.ALL)));
  }

  @ParameterizedTest
  @CsvSource({
    // As /proc/driver/nvidia/version has it, for the closed and the open kernel module.
    "'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15', 535.104.05",
    "'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build',"
        + " 580.65.06",
    "'GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)', ",
  })
  void versionIsRead(String text, String version) throws IOException {
    Path file = Files.writeString(folder.resolve("version"), text + "\n");
    assertEquals(Optional.ofNullable(version), NvidiaDriver.version(file));
  }

  @ParameterizedTest
  @CsvSource({"3, 0, too low", "3, 5, ", "7, 5, ", "9, 0, ", "10, 0, too high", "12, 0, too high"})
  void gpusThatTheLibrariesHaveCodeForAreSuited(int major, int minor, String problem) {
    Optional<String> unsuited = new Gpu(0, "any", major, minor).unsuited();
    assertEquals(problem != null, unsuited.isPresent());
    assertTrue(problem == null || unsuited.orElseThrow().contains(problem), unsuited.toString());
  }

  /** A driver that says what it is told to. */
  private record Fake(int cuda, int initError, List<Gpu> gpus) implements NvidiaDriver.Functions {

    @Override
    public int cuInit(int flags) {
      return initError;
    }

    @Override
    public int cuDriverGetVersion(int[] version) {
      version[0] = cuda;
      return 0;
    }

    @Override
    public int cuDeviceGetCount(int[] count) {
      count[0] = gpus.size();
      return 0;
    }

    @Override
    public int cuDeviceGet(int[] device, int index) {
      device[0] = 40 + index;
      return 0;
    }

    @Override
    public int cuDeviceGetName(byte[] name, int length, int device) {
      byte[] bytes = gpus.get(device - 40).name().getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, name, 0, bytes.length);
      return 0;
    }

    @Override
    public int cuDeviceGetAttribute(int[] value, int attribute, int device) {
      Gpu gpu = gpus.get(device - 40);
      // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR.
      value[0] = attribute == 75 ? gpu.major() : attribute == 76 ? gpu.minor() : -1;
      return 0;
    }
  }
}
