package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.freezeout.experiment.Metric;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

  private final AtomicLong clock = new AtomicLong();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ProgressLines progress =
      new ProgressLines(new PrintStream(out, true, StandardCharsets.UTF_8), clock::get);

  @Test
  void tellsEveryTenthAndTheTimeLeft() {
    for (int step = 0; step <= 200; step++) {
      progress.onStep(step, 200);
      clock.addAndGet(1_000_000_000);
    }
    List<String> lines = lines();
    assertEquals(13, lines.size());
    assertEquals("step 0 of 200", lines.get(0));
    assertEquals("step 5 of 200, about 3 min left", lines.get(1));
    assertEquals("step 10 of 200, about 3 min left", lines.get(2));
    assertEquals("step 20 of 200, about 3 min left", lines.get(3));
    assertEquals("step 40 of 200, about 3 min left", lines.get(4));
    assertEquals("step 120 of 200, about 80 s left", lines.get(8));
    assertEquals("step 200 of 200", lines.get(12));
  }

  @Test
  void tellsSoonAndThenEveryMinuteInALongTraining() {
    for (int second = 0; second < 300; second++) {
      progress.onStep(second, 100_000);
      clock.addAndGet(1_000_000_000L);
    }
    assertEquals(
        List.of("0", "5", "10", "20", "40", "80", "140", "200", "260"),
        lines().stream().map(line -> line.split(" ")[1]).toList());
  }

  @Test
  void tellsEveryStepOfAShortTraining() {
    for (int step = 0; step <= 3; step++) {
      progress.onStep(step, 3);
    }
    assertEquals(4, lines().size());
  }

  @Test
  void tellsEvents() {
    progress.onFreeze("cubic-t0.8", new Metric.Frozen(80, 0, "conv1", "00"));
    progress.onEvaluation("baseline", new Metric.Evaluated(156, 12.345, 0.5, 1, 1));
    progress.onEvaluation("baseline", new Metric.Evaluated(156, null, null, 1, 1));
    progress.onFailure("linear-t0.8", "the loss is NaN");
    assertEquals(
        List.of(
            "cubic-t0.8: group 0 (conv1) froze at step 80",
            "baseline: test error 12.35 % after 156 steps",
            "linear-t0.8 failed: the loss is NaN"),
        lines());
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
