package org.freezeout.djl.cuda;

import java.util.Optional;

/** The platform that MXNet's CUDA build is published for. */
final class CudaPlatform {

  private CudaPlatform() {}

  /** Why the libraries cannot run on this platform, in one line. */
  static Optional<String> unsuited() {
    return unsuited(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Optional<String> unsuited(String os, String architecture) {
    return os.equals("Linux") && architecture.matches("amd64|x86_64")
        ? Optional.empty()
        : Optional.of(
            "MXNet's CUDA build is published for Linux on x86-64 alone, this is "
                + os
                + " on "
                + architecture);
  }

  /**
   * Refuses other platforms.
   *
   * @throws IllegalArgumentException on another one
   */
  static void check() {
    unsuited()
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
  }
}
