package org.freezeout.experiment;

import java.util.Optional;

/**
 * Whether an engine can run on a device.
 *
 * @param device {@code cpu}, {@code gpu0}, …; {@code gpu} where none was found
 * @param hardware what it is, where that is known
 * @param note what else is to be known of it, in one line
 * @param missing why it cannot be used, in one line; empty if it can
 */
public record DeviceStatus(
    String device, Optional<String> hardware, Optional<String> note, Optional<String> missing) {

  /** A device of which no more is known. */
  public static DeviceStatus ready(String device) {
    return new DeviceStatus(device, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A device that cannot be used. */
  public static DeviceStatus missing(String device, String missing) {
    return new DeviceStatus(device, Optional.empty(), Optional.empty(), Optional.of(missing));
  }

  /** Whether it can be used. */
  public boolean ready() {
    return missing.isEmpty();
  }
}
