package org.freezeout.cost;

/** How an engine holds memory in a training step, so far as it can be told from a network. */
public enum EngineMemory {
  /**
   * Frees an array as soon as nothing needs it: the maps of a frozen group when the next one has
   * its input, a gradient once it has been used.
   */
  PYTORCH,

  /**
   * Frees later, and keeps what operators work in (MXNet 1.9.1 on a CPU, with oneDNN):
   *
   * <ul>
   *   <li>the maps of all frozen groups until their common output is there;
   *   <li>the backward pass runs in pieces of 15 operators ({@code
   *       MXNET_EXEC_BULK_EXEC_MAX_NODE_TRAIN}), and whatever one of them makes or needs stays
   *       until all of them have run;
   *   <li>operators copy what is not in oneDNN's layout into one of four work spaces that take
   *       turns ({@code MXNET_CPU_TEMP_COPY}), each of which is twice as large as any operator ever
   *       needed and never becomes smaller;
   *   <li>the states of its random numbers, 9 MB.
   * </ul>
   */
  MXNET;

  /** Operators of the backward pass whose arrays are freed together. */
  static final int BULK = 15;

  /** Work spaces, and by how much each is larger than the largest request. */
  static final int WORK_SPACES = 4 * 2;

  /** A buffer of 2^20 numbers, and 1024 states of a Mersenne Twister of 624 words of 8 bytes. */
  static final long RANDOM_STATES = (1L << 20) * 4 + 1024L * 5000;
}
