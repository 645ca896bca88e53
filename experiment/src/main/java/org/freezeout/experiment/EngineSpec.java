package org.freezeout.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where an experiment is trained.
 *
 * @param name name of a {@link TrainingBackend}: {@code mxnet}, {@code pytorch}, {@code simulated}
 * @param argument what follows the name after a colon, such as the cost file of {@code
 *     simulated:FILE}
 * @param device {@code cpu} or {@code gpu0}, {@code gpu1}, …; or several GPUs with commas between
 *     them, {@code gpu0,gpu1}, which share every batch
 * @param threads threads of the engine's operators, at least 1; the last bits of a result depend on
 *     it
 */
public record EngineSpec(String name, Optional<String> argument, String device, int threads) {

  /**
   * Checks the device and the threads.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public EngineSpec {
    checkDevices(device);
    Numbers.atLeast("threads", 1, threads);
  }

  /** The devices that share every batch, the first of which has the network that is kept. */
  public List<String> devices() {
    return List.of(device.split(","));
  }

  /**
   * Reads an engine as the command line names it.
   *
   * @param engine {@code NAME} or {@code NAME:ARGUMENT}
   * @param device the device
   * @param threads threads of the engine's operators
   */
  public static EngineSpec of(String engine, String device, int threads) {
    int colon = engine.indexOf(':');
    return colon < 0
        ? new EngineSpec(engine, Optional.empty(), device, threads)
        : new EngineSpec(
            engine.substring(0, colon), Optional.of(engine.substring(colon + 1)), device, threads);
  }

  private static void checkDevices(String list) {
    String[] devices = list.split(",", -1);
    Set<String> known = new HashSet<>();
    for (String device : devices) {
      if (!device.matches("cpu|gpu(0|[1-9]\\d{0,2})")) {
        throw new IllegalArgumentException(
            "unknown device '" + device + "'; known: cpu, gpu0, gpu1, ... and lists of GPUs");
      }
      if (device.equals("cpu") && devices.length > 1) {
        throw new IllegalArgumentException(
            "several devices must all be GPUs, such as gpu0,gpu1, got '" + list + "'");
      }
      if (!known.add(device)) {
        throw new IllegalArgumentException(
            "device " + device + " can be used once, got '" + list + "'");
      }
    }
  }
}
