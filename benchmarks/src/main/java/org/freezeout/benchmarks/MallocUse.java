package org.freezeout.benchmarks;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/**
 * The memory that a process has allocated outside of Java's heap and not freed, by the statistics
 * of glibc; sampled by a thread, which keeps the most that it saw. Engines take the arrays of a CPU
 * from there.
 */
final class MallocUse implements AutoCloseable {

  private static final long INTERVAL_MILLIS = 1;

  private final Function statistics;
  private final Thread sampler = new Thread(this::sample, "malloc");
  private volatile boolean closed;
  private volatile long peak;

  /** What {@code mallinfo2} of glibc 2.33 and later tells. */
  @FieldOrder({
    "arena",
    "ordblks",
    "smblks",
    "hblks",
    "hblkhd",
    "usmblks",
    "fsmblks",
    "uordblks",
    "fordblks",
    "keepcost"
  })
  public static final class Statistics extends Structure implements Structure.ByValue {
    public long arena;
    public long ordblks;
    public long smblks;
    public long hblks;

    /** Bytes in blocks that are mapped one by one. */
    public long hblkhd;

    public long usmblks;
    public long fsmblks;

    /** Bytes in use in all arenas. */
    public long uordblks;

    public long fordblks;
    public long keepcost;
  }

  /**
   * Begins to watch this process.
   *
   * @throws IllegalArgumentException if its C library has no such statistics
   */
  MallocUse() {
    try {
      statistics = Function.getFunction(Platform.C_LIBRARY_NAME, "mallinfo2");
    } catch (UnsatisfiedLinkError e) {
      throw new IllegalArgumentException(
          "memory in use can be told on Linux with glibc 2.33 or later alone", e);
    }
    sampler.setDaemon(true);
    sampler.start();
  }

  /** Bytes in use now. */
  long now() {
    var all = (Statistics) statistics.invoke(Statistics.class, new Object[0]);
    return all.uordblks + all.hblkhd;
  }

  /** The most bytes in use since this was last asked. */
  long takePeak() {
    long most = Math.max(peak, now());
    peak = 0;
    return most;
  }

  private void sample() {
    while (!closed) {
      peak = Math.max(peak, now());
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
