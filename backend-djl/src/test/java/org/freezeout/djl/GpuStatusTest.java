package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.freezeout.djl.cuda.CudaFolder;
import org.freezeout.djl.cuda.FirstUse;
import org.freezeout.djl.cuda.Gpu;
import org.freezeout.djl.cuda.NvidiaDriver;
import org.freezeout.djl.cuda.StubbedCuda;
import org.freezeout.experiment.DeviceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "there are no others")
class GpuStatusTest {

  private static final Gpu HOPPER = new Gpu(0, "NVIDIA H100", 9, 0);

  @TempDir private Path folder;

  @Test
  void tellsWhatEachGpuIsAndWhatAllOfThemLack() throws IOException {
    var driver =
        new NvidiaDriver(
            Optional.of("550.54.15"),
            List.of(HOPPER, new Gpu(1, "Other", 12, 0), new Gpu(2, "Tesla K80", 3, 7)),
            Optional.empty());
    FirstUse uses = FirstUse.in(folder.resolve("uses"));
    uses.record("NVIDIA H100, driver 550.54.15", 92.4);
    List<DeviceStatus> gpus = GpuStatus.ofCudaBuild(driver, installed(), uses);
    assertEquals(
        new DeviceStatus(
            "gpu0",
            Optional.of("NVIDIA H100, compute capability 9.0, driver 550.54.15"),
            Optional.of("kernels were compiled in 92 s"),
            Optional.empty()),
        gpus.get(0));
    assertEquals(Optional.of("kernels will be compiled at first use"), gpus.get(1).note());
    assertTrue(gpus.get(1).missing().orElseThrow().contains("12.0 is too high"));
    assertEquals(Optional.of("kernels need no compiling"), gpus.get(2).note());
    List<DeviceStatus> without = GpuStatus.ofCudaBuild(driver, notInstalled(), uses);
    assertEquals(
        Optional.of("MXNet's CUDA libraries are not installed: freezeout install cuda"),
        without.get(0).missing());
  }

  @Test
  void saysWhyThereIsNone() {
    var driver =
        new NvidiaDriver(Optional.empty(), List.of(), Optional.of("no NVIDIA driver found"));
    assertEquals(
        List.of(DeviceStatus.missing("gpu", "no NVIDIA driver found")),
        GpuStatus.ofCudaBuild(driver, installed(), FirstUse.in(folder.resolve("uses"))));
  }

  private CudaFolder installed() {
    return StubbedCuda.nothingNeeded(folder);
  }

  private CudaFolder notInstalled() {
    return CudaFolder.in(folder.resolve("nowhere"));
  }
}
