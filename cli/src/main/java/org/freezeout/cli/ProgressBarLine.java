package org.freezeout.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress as a bar in the last line of a terminal; other lines scroll by above it. */
final class ProgressBarLine extends Progress implements ProgressBarConsumer {

  private static final String START_OF_LINE = "\r";
  private static final String ERASE_REST_OF_LINE = "\u001b[K";

  private final PrintStream terminal;
  private final int columns;
  private ProgressBar bar;
  private String shown = "";

  ProgressBarLine(PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.columns = columns;
  }

  @Override
  public void onStep(int step, int steps) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(500)
              .setConsumer(this)
              .startsFrom(step, Duration.ZERO)
              .build();
    }
    bar.stepTo(step);
  }

  @Override
  synchronized void line(String text) {
    terminal.print(START_OF_LINE + ERASE_REST_OF_LINE + text + "\n" + shown);
    terminal.flush();
  }

  @Override
  public int getMaxRenderedLength() {
    return columns - 1;
  }

  @Override
  public synchronized void accept(String rendered) {
    shown = rendered;
    terminal.print(START_OF_LINE + rendered + ERASE_REST_OF_LINE);
    terminal.flush();
  }

  @Override
  public void clear() {
    accept("");
  }

  @Override
  public void close() {
    if (bar != null) {
      ProgressBar closing = bar;
      bar = null; // The bar closes this consumer in turn.
      closing.close();
      accept("");
    }
  }
}
