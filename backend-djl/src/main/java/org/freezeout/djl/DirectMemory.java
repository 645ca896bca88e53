package org.freezeout.djl;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.freezeout.experiment.ByteSize;

/** Memory outside of Java's heap, of which the JVM allows so much and no more. */
final class DirectMemory {

  private static final String OPTION = "MaxDirectMemorySize";

  private DirectMemory() {}

  /** The most that buffers may take together, in bytes. */
  static long limit() {
    HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long option = vm == null ? 0 : Long.parseLong(vm.getVMOption(OPTION).getValue());
    return option > 0 ? option : Runtime.getRuntime().maxMemory();
  }

  /**
   * Checks that caches may take so much, and leave something for all else.
   *
   * @throws IllegalArgumentException if they may not
   */
  static void check(long bytes) {
    long most = limit() / 8 * 7;
    if (bytes > most) {
      throw new IllegalArgumentException(
          "a cache of "
              + ByteSize.text(bytes)
              + " in memory is more than this JVM allows, "
              + ByteSize.text(most)
              + "; FREEZEOUT_JAVA_OPTS=-XX:"
              + OPTION
              + "="
              + ((bytes / 7 * 8 >> 20) + 1)
              + "m allows more");
    }
  }

  /**
   * Gives the memory of a buffer, or the addresses that a file is mapped to, back at once: left to
   * the garbage collector, which does not know how much hangs on a buffer, it may take until the
   * end of the process. Nothing may use the buffer, or a part of it, any more.
   */
  static void free(ByteBuffer buffer) {
    try {
      // There is no other way before Java 22; where this one is closed, the collector has its turn.
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      Method invokeCleaner = unsafe.getMethod("invokeCleaner", ByteBuffer.class);
      invokeCleaner.invoke(instance.get(null), buffer);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return;
    }
  }
}
