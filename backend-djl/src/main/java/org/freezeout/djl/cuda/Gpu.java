package org.freezeout.djl.cuda;

import java.util.Optional;

/**
 * A GPU of this machine.
 *
 * @param index from 0, in the driver's order
 * @param name the model
 * @param major of its compute capability
 * @param minor of its compute capability
 */
public record Gpu(int index, String name, int major, int minor) {

  /** The name that {@code --device} takes. */
  public String device() {
    return "gpu" + index;
  }

  /** Its compute capability, such as {@code 9.0}. */
  public String computeCapability() {
    return major + "." + minor;
  }

  /** Why MXNet's CUDA build cannot run on it, in one line. */
  public Optional<String> unsuited() {
    if (10 * major + minor < 35) {
      return Optional.of(
          "compute capability " + computeCapability() + " is too low: 3.5 or more is needed");
    }
    if (major > 9) {
      return Optional.of(
          "compute capability "
              + computeCapability()
              + " is too high: cuDNN 8.6 has code for up to 9.0 (PyTorch may run on it)");
    }
    return Optional.empty();
  }

  /**
   * Whether the driver compiles MXNet's own kernels when they are first used: as machine code the
   * library has them for 3.5 and 3.7 alone.
   */
  public boolean compilesKernels() {
    return major != 3;
  }
}
