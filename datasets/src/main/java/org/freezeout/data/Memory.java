package org.freezeout.data;

/** How much of the heap images may take. */
final class Memory {

  private static final double MIB = 1 << 20;

  private Memory() {}

  /** Up to here, in bytes, images in folders are kept decoded: a quarter of the largest heap. */
  static long budget() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /**
   * Refuses data that would take more than a third of the largest heap: training and test images
   * have to fit.
   *
   * @param what its name
   * @param bytes its size in memory
   */
  static void require(Object what, long bytes) {
    long most = Runtime.getRuntime().maxMemory() / 3;
    if (bytes > most) {
      throw Problem.with(
          what,
          String.format(
              "takes %.0f MiB of memory, more than a third of the heap of %.0f MiB",
              bytes / MIB, 3 * most / MIB));
    }
  }
}
