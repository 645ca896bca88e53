package org.freezeout.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.freezeout.djl.cuda.InstallProgress;

/**
 * Tells on stderr how far an installation is: in one line of a terminal that is written anew;
 * elsewhere in a line for each tenth.
 */
final class InstallLines implements InstallProgress, AutoCloseable {

  private static final String ERASE_LINE = "\r\u001b[K";
  private static final long REST = Duration.ofMillis(200).toNanos();
  private static final int BAR = 20;

  private final PrintStream out;
  private final boolean terminal;
  private final int columns;
  private final LongSupplier nanoTime;
  private boolean shown;
  private long lastTime;
  private int nextTenth;

  /**
   * Shows nothing yet.
   *
   * @param terminal whether lines can be written anew
   * @param columns of the terminal
   * @param nanoTime the clock, in nanoseconds
   */
  InstallLines(PrintStream out, boolean terminal, int columns, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
    this.nanoTime = nanoTime;
    lastTime = nanoTime.getAsLong() - REST;
  }

  /** On stderr. */
  static InstallLines open() {
    return new InstallLines(
        System.err,
        Boolean.getBoolean("freezeout.terminal"),
        Integer.getInteger("freezeout.columns", 80),
        System::nanoTime);
  }

  /** Something that stays to be seen. */
  void line(String text) {
    close();
    out.println(text);
  }

  /** What Maven says of its downloads; for terminals alone. */
  void transfer(String text) {
    if (terminal) {
      rewrite("downloading " + text);
    }
  }

  @Override
  public void at(String what, long done, long total) {
    String state = String.format(Locale.ROOT, "%.2f of %.2f GB", done / 1e9, total / 1e9);
    if (terminal) {
      if (done == total || nanoTime.getAsLong() - lastTime >= REST) {
        String bar = "=".repeat((int) (BAR * done / total));
        rewrite(String.format("[%-" + BAR + "s] %s, %s", bar, state, what));
        lastTime = nanoTime.getAsLong();
      }
    } else if (10 * done >= nextTenth * total) {
      out.println(state);
      nextTenth = (int) (10 * done / total) + 1;
    }
  }

  /** Removes what would be written anew. */
  @Override
  public void close() {
    if (shown) {
      out.print(ERASE_LINE);
      out.flush();
      shown = false;
    }
  }

  private void rewrite(String text) {
    String printable = text.replaceAll("\\p{Cc}", "?");
    out.print(ERASE_LINE + printable.substring(0, Math.min(printable.length(), columns - 1)));
    out.flush();
    shown = true;
  }
}
