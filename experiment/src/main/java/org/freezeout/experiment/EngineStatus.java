package org.freezeout.experiment;

import java.util.List;
import java.util.Optional;

/**
 * Whether an engine can run here.
 *
 * @param engine its name
 * @param version its version where it could be loaded
 * @param devices devices that are ready: {@code cpu}, {@code gpu0}, …
 * @param missing what is missing for it to run, or to run on more devices, in one line
 * @param details each device, those that are not ready too
 */
public record EngineStatus(
    String engine,
    Optional<String> version,
    List<String> devices,
    Optional<String> missing,
    List<DeviceStatus> details) {

  public EngineStatus {
    devices = List.copyOf(devices);
    details = List.copyOf(details);
  }

  /** An engine of whose devices no more is known. */
  public EngineStatus(
      String engine, Optional<String> version, List<String> devices, Optional<String> missing) {
    this(
        engine,
        version,
        devices,
        missing,
        devices.isEmpty()
            ? List.of(DeviceStatus.missing("cpu", missing.orElse("it cannot run")))
            : devices.stream().map(DeviceStatus::ready).toList());
  }

  /** An engine with these devices. */
  public static EngineStatus of(String engine, String version, List<DeviceStatus> details) {
    return new EngineStatus(
        engine,
        Optional.of(version),
        details.stream().filter(DeviceStatus::ready).map(DeviceStatus::device).toList(),
        details.stream()
            .flatMap(status -> status.missing().stream().map(why -> status.device() + ": " + why))
            .reduce((one, other) -> one + "; " + other),
        details);
  }

  /** Whether it can train on at least one device. */
  public boolean ready() {
    return !devices.isEmpty();
  }
}
