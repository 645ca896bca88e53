package org.freezeout.experiment;

import java.util.Optional;

/**
 * Where an experiment is trained.
 *
 * @param name name of a {@link TrainingBackend}: {@code mxnet}, {@code pytorch}, {@code simulated}
 * @param argument what follows the name after a colon, such as the cost file of {@code
 *     simulated:FILE}
 * @param device {@code cpu} or {@code gpu0}, {@code gpu1}, …
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
    if (device.matches("(cpu|gpu\\d+)(,(cpu|gpu\\d+))+")) {
      throw new IllegalArgumentException(
          "training on several devices at once is not offered, got '" + device + "'");
    }
    if (!device.matches("cpu|gpu(0|[1-9]\\d{0,2})")) {
      throw new IllegalArgumentException(
          "unknown device '" + device + "'; known: cpu, gpu0, gpu1, ...");
    }
    Numbers.atLeast("threads", 1, threads);
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
}
