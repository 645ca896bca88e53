package org.freezeout.experiment;

/**
 * An engine could not have the memory that it asked for, outside of the JVM's heap or on a device.
 * What was asked for is no longer held, and the engine can go on with less.
 */
public final class OutOfMemoryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Says what was missing.
   *
   * @param message one line that names the device
   */
  public OutOfMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
