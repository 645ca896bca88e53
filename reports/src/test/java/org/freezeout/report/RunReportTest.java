package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.freezeout.experiment.RunFolder;
import org.freezeout.experiment.RunRecord;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {

  @TempDir Path folder;

  @BeforeAll
  static void fonts() {
    Fixture.assumeFonts();
  }

  @Test
  void showsARun() throws Exception {
    Path run = Samples.run(folder.resolve("r"), new FakeBackend(), FreezeOut.of(0.1, 0.8));
    RunRecord record = RunFolder.read(run).record();
    String html = Files.readString(RunReport.write(run));

    Fixture.page(html);
    assertEquals(4, Fixture.figures(html).size());
    assertTrue(html.contains("<h1>wrn-16-4, cubic-scaled, t₀\u00a00.8</h1>"));
    assertTrue(html.contains("test error " + Words.percentValue(record.errorPercent())));
    assertTrue(html.contains("7 layer groups froze; all of them are bit for bit"));
    assertTrue(html.contains("--strategy cubic-scaled --t0 0.8"));
    assertTrue(
        Files.readString(run.resolve("report.md"))
            .contains("| block3.2 | 276 | 0.920 | unchanged |"));
  }

  @Test
  void renderingAgainGivesTheSameBytes() throws Exception {
    Path run = Samples.run(folder.resolve("r"), new FakeBackend(), FreezeOut.of(0.1, 0.8));
    byte[] first = Files.readAllBytes(RunReport.write(run));
    assertArrayEquals(first, Files.readAllBytes(RunReport.write(run)));
  }

  @Test
  void showsABaselineInWhichNothingFroze() throws Exception {
    Path run =
        Samples.run(
            folder.resolve("r"), new FakeBackend(), new UniformAnnealing(Samples.BASE_RATE));
    String html = Files.readString(RunReport.write(run));

    Fixture.page(html);
    assertFalse(html.contains("Frozen groups"));
    assertTrue(html.contains("<h1>wrn-16-4, baseline</h1>"));
  }

  @Test
  void saysWhyARunFailed() throws Exception {
    Path run =
        Samples.run(
            folder.resolve("r"), new FakeBackend().failingAboveRate(0.1), FreezeOut.of(0.1, 0.8));
    String html = Files.readString(RunReport.write(run));

    assertTrue(html.contains("The run failed after 21 of 300 steps: the loss is NaN at step 20"));
  }

  @Test
  void warnsOfGroupsThatMovedAlthoughFrozen() throws Exception {
    Path run =
        Samples.run(
            folder.resolve("r"), new FakeBackend().withDriftingWeights(), FreezeOut.of(0.1, 0.8));
    String html = Files.readString(RunReport.write(run));

    assertTrue(
        html.contains(
            "The freeze audit failed: only 0 of 7 frozen layer groups are bit for bit as they were"
                + " when they froze."),
        html);
  }

  /** A run by itself is judged by its own steps. */
  @Test
  void showsTheStepTimeAtEachFreezeEvent() throws Exception {
    Path run = Samples.run(folder.resolve("r"), new FakeBackend(), FreezeOut.of(0.1, 0.8));
    String html = Files.readString(RunReport.write(run));
    Fixture.page(html);
    assertTrue(html.contains("Step time at each freeze event"));
    String text = Files.readString(run.resolve("report.md"));
    assertEquals(7, text.lines().filter(l -> l.matches("\\| \\d+ \\| [1-7] \\|.*")).count(), text);
  }
}
