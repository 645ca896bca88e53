package org.freezeout.cli;

/** Training could not go on though its input was good. */
final class RunFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  RunFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
