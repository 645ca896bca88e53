package org.freezeout.djl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.freezeout.djl.cuda.CudaFolder;
import org.freezeout.djl.cuda.CudaNatives;
import org.freezeout.djl.cuda.FirstUse;
import org.freezeout.djl.cuda.Gpu;
import org.freezeout.djl.cuda.NvidiaDriver;
import org.freezeout.experiment.DeviceStatus;

/** What MXNet's CUDA build can do on the GPUs of this machine, found out without loading it. */
final class GpuStatus {

  private GpuStatus() {}

  /** Each GPU, or one of no number where there is none. */
  static List<DeviceStatus> ofCudaBuild(NvidiaDriver driver, CudaFolder folder, FirstUse uses) {
    Optional<String> missing = CudaNatives.missing(driver, folder);
    return driver.gpus().isEmpty()
        ? List.of(DeviceStatus.missing("gpu", missing.orElse("the NVIDIA driver finds no GPU")))
        : driver.gpus().stream()
            .map(
                gpu ->
                    new DeviceStatus(
                        gpu.device(),
                        Optional.of(
                            gpu.name()
                                + ", compute capability "
                                + gpu.computeCapability()
                                + driver.version().map(v -> ", driver " + v).orElse("")),
                        Optional.of(kernels(gpu, uses.seconds(hardware(gpu, driver)))),
                        gpu.unsuited().or(() -> missing)))
            .toList();
  }

  /** As {@link Hardware#model} names it, by which the first use is written down. */
  private static String hardware(Gpu gpu, NvidiaDriver driver) {
    return gpu.name() + driver.version().map(version -> ", driver " + version).orElse("");
  }

  private static String kernels(Gpu gpu, OptionalDouble firstUse) {
    if (!gpu.compilesKernels()) {
      return "kernels need no compiling";
    }
    return firstUse.isEmpty()
        ? "kernels will be compiled at first use"
        : String.format(Locale.ROOT, "kernels were compiled in %.0f s", firstUse.getAsDouble());
  }
}
