package org.freezeout.djl;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freezeout.djl.cuda.NvidiaDriver;

/** What a device is, as Linux tells; elsewhere as much as Java knows. */
final class Hardware {

  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");

  private Hardware() {}

  /** The models of several devices, one after the other. */
  static String models(List<Device> devices) {
    return devices.stream().map(Hardware::model).collect(Collectors.joining(" + "));
  }

  /** The model of a processor or GPU; of a GPU with the version of its driver. */
  static String model(Device device) {
    return device.isGpu()
        ? gpu(GPUS, device.getDeviceId()).orElse("NVIDIA GPU")
            + NvidiaDriver.installedVersion().map(version -> ", driver " + version).orElse("")
        : cpu(CPU).orElse(System.getProperty("os.arch"));
  }

  static Optional<String> cpu(Path cpuinfo) {
    return value(cpuinfo, "model name");
  }

  static Optional<String> gpu(Path gpus, int index) {
    try (Stream<Path> entries = Files.list(gpus)) {
      List<Path> folders = entries.sorted().toList();
      return index < folders.size()
          ? value(folders.get(index).resolve("information"), "Model")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The value behind the first {@code key : value} of a file. */
  private static Optional<String> value(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.matches(key + "\\s*:.*"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
