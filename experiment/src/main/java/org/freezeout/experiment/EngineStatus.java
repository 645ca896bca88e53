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
 */
public record EngineStatus(
    String engine, Optional<String> version, List<String> devices, Optional<String> missing) {

  public EngineStatus {
    devices = List.copyOf(devices);
  }

  /** Whether it can train on at least one device. */
  public boolean ready() {
    return !devices.isEmpty();
  }
}
