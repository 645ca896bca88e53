package org.freezeout.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/**
 * What holds for every reader and every input: it is read, or refused with an {@link
 * IllegalArgumentException} whose message is one line that names the file. Nothing else is thrown,
 * it ends, and it allocates no more than a bound.
 */
public final class Law {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A guard against what never ends; nothing takes nearly as long. */
  private static final int MOST_SECONDS = 60;

  private static final int LONGEST_MESSAGE = 1100;

  private static final int MOST_KINDS = 20;

  /** Whatever the first inputs are, reading them loads classes: that is not counted. */
  private static final int WARM_UP = 5;

  private static volatile Thread worker;

  /** One thread that lives on, so that what it allocated can be asked for afterwards. */
  private static final ExecutorService WORKER =
      Executors.newSingleThreadExecutor(
          task -> {
            worker = new Thread(task, "reader");
            worker.setDaemon(true);
            return worker;
          });

  private final String reader;
  private final long base;
  private final long perByte;
  private final AssertionError failure;
  private final Set<String> kinds = new HashSet<>();
  private int failures;
  private int read;
  private int refused;
  private long most;
  private long mostBase;

  /**
   * The law of a reader.
   *
   * @param reader its name
   * @param base bytes that it may allocate for any input, once its classes are loaded
   * @param perByte bytes that it may allocate for each byte of the input besides
   */
  public Law(String reader, long base, long perByte) {
    this.reader = reader;
    this.base = base;
    this.perByte = perByte;
    this.failure = new AssertionError(reader + ": the law does not hold");
  }

  /** Reads an input and uses what was read. */
  @FunctionalInterface
  public interface Reading {
    void run() throws Exception;
  }

  /**
   * Checks an input; {@link #report} tells what was found.
   *
   * @param size of all that is read, in bytes
   * @param named what a refusal must name
   * @return whether it was read
   */
  public boolean holds(Input input, long size, Object named, Reading reading) {
    long before = allocated();
    Throwable thrown = outcome(reading);
    long allocated = allocated() - before;
    if (read + refused + failures < WARM_UP) {
      allocated = 0;
    }
    most = Math.max(most, allocated);
    mostBase = Math.max(mostBase, allocated - perByte * size);
    String complaint = complaint(thrown, named.toString());
    long bound = base + perByte * size;
    if (complaint == null && allocated > bound) {
      complaint = "allocated " + allocated + " bytes, more than " + bound;
    }
    if (complaint != null) {
      failures++;
      // One of each kind is enough to see what is wrong.
      if (kinds.add(kind(complaint, thrown)) && kinds.size() <= MOST_KINDS) {
        failure.addSuppressed(new AssertionError(complaint + "; " + input + keep(input), thrown));
      }
      return false;
    }
    if (thrown == null) {
      read++;
    } else {
      refused++;
    }
    return thrown == null;
  }

  /**
   * Says what was tried.
   *
   * @throws AssertionError if the law did not hold, with an input for each kind of failure, or if
   *     all inputs were read, or none
   */
  public void report() {
    reportAnyShare();
    if (read + refused > 50 && (read == 0 || refused == 0)) {
      throw new AssertionError(reader + ": " + read + " read and " + refused + " refused");
    }
  }

  /** The same where all inputs may be read, or none. */
  void reportAnyShare() {
    System.out.printf(
        "fuzz: %s: %d inputs, %d read, %d refused, %d failures, at most %.1f MiB allocated,"
            + " %.1f MiB beyond %d bytes for each byte%n",
        reader,
        read + refused + failures,
        read,
        refused,
        failures,
        mebibytes(most),
        mebibytes(mostBase),
        perByte);
    if (failures > 0) {
      throw failure;
    }
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  private static String kind(String complaint, Throwable thrown) {
    StackTraceElement[] trace = thrown == null ? new StackTraceElement[0] : thrown.getStackTrace();
    return complaint.split(":", 2)[0].replaceAll("[0-9]+", "N")
        + (trace.length == 0 ? "" : trace[0]);
  }

  /** What is wrong with how it ended, or null. */
  static String complaint(Throwable thrown, String named) {
    if (thrown == null) {
      return null;
    }
    String message = String.valueOf(thrown.getMessage());
    if (thrown.getClass() != IllegalArgumentException.class) {
      return "threw " + thrown.getClass().getName();
    }
    if (!message.contains(named)) {
      return "does not name " + named + ": " + message;
    }
    return complaint(message);
  }

  /** What is wrong with a message, or null. */
  public static String complaint(String message) {
    int at = 0;
    for (int c : message.codePoints().toArray()) {
      int type = Character.getType(c);
      if (type == Character.CONTROL
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR
          || type == Character.FORMAT
          || type == Character.SURROGATE) {
        return "says U+%04x at %d: %s".formatted(c, at, message);
      }
      at++;
    }
    return message.length() > LONGEST_MESSAGE
        ? "says too much, " + message.length() + " characters: " + message.substring(0, 200)
        : null;
  }

  private static Throwable outcome(Reading reading) {
    var task =
        new FutureTask<Throwable>(
            () -> {
              try {
                reading.run();
                return null;
              } catch (Throwable e) {
                return e;
              }
            });
    WORKER.execute(task);
    try {
      return task.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      var hang = new AssertionError("still running after " + MOST_SECONDS + " s");
      hang.setStackTrace(worker.getStackTrace());
      return hang;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes that all threads that live have allocated so far. */
  private static long allocated() {
    return LongStream.of(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).sum();
  }

  private String keep(Input input) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "fuzz"));
      Path file = folder.resolve(reader.replaceAll("[^A-Za-z0-9]+", "-") + "-" + input.seed());
      return ", kept as " + Files.write(file, input.bytes());
    } catch (IOException e) {
      return ", not kept: " + e;
    }
  }
}
