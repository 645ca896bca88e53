package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.PaperCost;
import org.freezeout.data.Augmentation;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.DataSpec;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons that went wrong, ended early or lack something. */
class UnusualRunsTest {

  @TempDir Path folder;

  @BeforeAll
  static void fonts() {
    Fixture.assumeFonts();
  }

  @Test
  void anAuditThatFailedIsAVisibleWarning() throws Exception {
    String html = report(new FakeBackend().withDriftingWeights());

    assertTrue(
        html.contains(
            "The freeze audit of cubic, t₀\u00a00.8 failed: only 0 of 7 frozen layer groups are bit"
                + " for bit as they were when they froze. Its saving is not to be trusted."));
    assertEquals(4, html.split("role=\"alert\"", -1).length - 1);
    assertEquals(4, html.split("<strong class=\"bad\">failed</strong>", -1).length - 1);
  }

  /** Steps that freezing makes no cheaper are a warning with the numbers. */
  @Test
  void stepsThatGotNoCheaperAreAVisibleWarning() throws Exception {
    String html = report(new FakeBackend().withFixedShare(0.95));

    assertTrue(
        html.contains(
            "The freeze audit of cubic, t₀\u00a00.8 failed: steps did not get cheaper as groups"
                + " froze: with "));
    assertEquals(4, html.split("<strong class=\"bad\">failed</strong>", -1).length - 1);
    assertTrue(html.contains("<td class=\"text bad\">not cheaper</td>"));
    Fixture.page(html);
  }

  @Test
  void aSavingFarFromThePredictionIsExplained() throws Exception {
    // Freezing can remove at most half of a step, so about half of the counted saving is missing.
    String html = report(new FakeBackend().withFixedShare(0.5));

    assertTrue(html.contains("Why the measured saving is not the predicted one"));
    assertTrue(html.contains("points less than the gradient cost model says."));
    assertTrue(html.contains("A step got cheaper by less than counted"));
    assertTrue(html.contains("7, up to block3.2"));
    assertTrue(html.contains("; why is explained below."));
  }

  @Test
  void withoutLossesAndErrorsNothingIsInvented() throws Exception {
    String html = report(new FakeBackend().withoutLosses());

    assertTrue(html.contains("No test error was measured."));
    assertFalse(html.contains("Loss and error against time"));
    assertEquals(1 + 4 + 4, Fixture.figures(html).size());
    Fixture.page(html);
  }

  @Test
  void runsThatStoppedAtOnceMakeAReport() throws Exception {
    String html = stoppedAt(0);

    assertTrue(html.contains("Nothing could be measured: the baseline has not finished"));
    assertTrue(html.contains("stopped after 0 of 300 steps"));
    assertTrue(html.contains("not measured"));
    Fixture.page(html);
  }

  @Test
  void runsThatStoppedHalfWayShowWhatThereIs() throws Exception {
    String html = stoppedAt(170);

    assertTrue(html.contains("stopped after 170 of 300 steps"));
    assertTrue(html.contains("not audited"));
    assertEquals(1 + 4 + 2 + 4, Fixture.figures(html).size());
    Fixture.page(html);
  }

  @Test
  void aSimulationSaysThatItIsOne() throws Exception {
    var spec =
        new ExperimentSpec(
            Samples.architecture(),
            new DataSpec("fashion-mnist-subset", 6400, 100, Augmentation.NONE),
            EngineSpec.of("simulated", "cpu", 1),
            OptimizationSpec.of(64, 2, 0.1),
            1);
    List<SchedulePolicy> policies =
        List.of(new UniformAnnealing(0.1), FreezeOut.of(0.1, 0.8, Strategy.CUBIC));
    List<TrainingRun> runs =
        new LockstepTraining(spec, policies, TrainingListener.NONE, () -> false)
            .trainAll(TrainingBackend.named("simulated"), null, folder.resolve("c"));
    Comparison.of(
            spec.architecture(),
            runs.get(0),
            new ArrayList<>(runs.subList(1, 2)),
            List.of(new PaperCost(), new GradientCost()))
        .write(folder.resolve("c"));
    String html = Files.readString(ComparisonReport.write(folder.resolve("c")));

    assertTrue(html.contains("In this simulation freezing saved"));
    assertTrue(html.contains("This is a simulation: times come from a virtual clock"));
    assertFalse(html.contains("On this machine"));
  }

  @Test
  void aNetworkOfOneStepARunMakesAReport() throws Exception {
    Path comparison =
        Samples.comparison(
            folder.resolve("c"),
            new FakeBackend(),
            Samples.architecture(),
            1,
            1,
            List.of(0.5, 0.8),
            () -> false);

    Fixture.page(Files.readString(ComparisonReport.write(comparison)));
  }

  @Test
  void aCalibratedPredictionHasItsInterval() throws Exception {
    Path comparison = Samples.comparison(folder.resolve("c"), new FakeBackend());
    Path json = comparison.resolve("comparison.json");
    String text = Files.readString(json);
    Files.writeString(
        json,
        text.replaceAll("(\"gradient\" : [0-9.]+)", "$1, \"calibrated\" : 0.1234")
            .replace("\"predicted_low\" : null", "\"predicted_low\" : 0.11")
            .replace("\"predicted_high\" : null", "\"predicted_high\" : 0.14"));
    Files.delete(comparison.resolve("comparison.json.sha256"));
    String html = Files.readString(ComparisonReport.write(comparison));

    assertTrue(
        html.contains(
            "data-label=\"predicted, calibrated\">12.3\u00a0% (11.0 to 14.0\u00a0%)</td>"));
    assertTrue(Fixture.figures(html).get(0).contains("calibrated 12.3\u00a0%"));
    assertTrue(html.contains("--calibration FILE"));
    assertTrue(
        Files.readString(comparison.resolve("comparison.csv"))
            .startsWith("strategy,t0,predicted_paper,predicted_gradient,predicted_calibrated,"));
    Fixture.page(html);
  }

  private String report(FakeBackend backend) throws Exception {
    return Files.readString(
        ComparisonReport.write(Samples.comparison(folder.resolve("c"), backend)));
  }

  private String stoppedAt(int step) throws Exception {
    var asked = new AtomicInteger();
    Path comparison =
        Samples.comparison(
            folder.resolve("c"),
            new FakeBackend(),
            Samples.architecture(),
            6,
            50,
            List.of(0.8),
            () -> asked.getAndIncrement() >= step);
    return Files.readString(ComparisonReport.write(comparison));
  }
}
