package org.freezeout.experiment;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Measures wall-clock and process CPU time from its making on. */
public final class Stopwatch {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final long wallStart = System.nanoTime();
  private final long cpuStart = PROCESS.getProcessCpuTime();

  private Stopwatch() {}

  /** A stopwatch that starts now. */
  public static Stopwatch start() {
    return new Stopwatch();
  }

  /** The time since the start. */
  public Elapsed elapsed() {
    return new Elapsed(
        (System.nanoTime() - wallStart) / 1e9, (PROCESS.getProcessCpuTime() - cpuStart) / 1e9);
  }
}
