package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.PaperCost;
import org.freezeout.data.Augmentation;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.DataSpec;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a cache stand beside the same without. */
class CachedRunsTest {

  private static final int BATCH = 64;

  @TempDir Path temp;

  @BeforeAll
  static void fonts() {
    Fixture.assumeFonts();
  }

  @Test
  void standBesideTheSameWithout() throws Exception {
    Path folder = compare(temp.resolve("c"));
    String html = Files.readString(ComparisonReport.write(folder));
    Fixture.page(html);
    assertTrue(html.contains("cubic, cached</td>"), html);
    assertTrue(html.contains("cubic-scaled, cached in float16</td>"));
    assertTrue(html.contains("times as fast as with the same freezing alone."));
    assertTrue(html.contains("--cache --cost") || html.contains("--cache"));
    // Savings and step times for four runs, loss and error, and rates for two schedules.
    assertEquals(1 + 4 + 2 + 2, Fixture.figures(html).size());
    String text = Files.readString(folder.resolve("report.md"));
    int columns = cells(text, "| Strategy |");
    assertEquals(columns, cells(text, "| baseline |"));
    assertEquals(columns, cells(text, "| cubic, cached |"));
    List<String> csv = Files.readAllLines(folder.resolve("comparison.csv"));
    assertTrue(csv.get(0).contains(",run,cache,cache_precision,"));
    assertTrue(csv.get(1).contains(",cubic-t0.5,false,,"));
    assertTrue(csv.get(2).contains(",cubic-t0.5-cached,true,float32,"), csv.get(2));
  }

  @Test
  void theFactorIsThatOfTheirStepTimes() throws Exception {
    Comparison comparison = Comparison.read(compare(temp.resolve("c")));
    Double factor = comparison.rows().get(1).factorOfCache(comparison.rows());
    assertEquals(
        (1 - comparison.rows().get(0).measuredSaving())
            / (1 - comparison.rows().get(1).measuredSaving()),
        factor,
        1e-12);
    assertTrue(factor > 1.1, factor::toString);
    // Predicted with what the cache spares, so that there is nothing to explain.
    assertEquals(
        comparison.rows().get(1).gradient(), comparison.rows().get(1).measuredSaving(), 0.04);
    assertTrue(comparison.audit(comparison.runs().get(1)).passed());
  }

  @Test
  void aReportWithoutACacheSaysNothingOfOne() throws Exception {
    Path folder = Samples.comparison(temp.resolve("c"), new FakeBackend());
    assertFalse(Files.readString(ComparisonReport.write(folder)).contains("cache"));
  }

  private static int cells(String text, String start) {
    String line = text.lines().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
    return line.split("\\|", -1).length;
  }

  private static Path compare(Path folder) throws IOException {
    int stepsPerEpoch = 25;
    var spec =
        new ExperimentSpec(
            Samples.architecture(),
            new DataSpec("none", stepsPerEpoch * BATCH, 100, Augmentation.NONE),
            EngineSpec.of("fake", "cpu", 1),
            OptimizationSpec.of(BATCH, 12, Samples.BASE_RATE),
            3);
    List<PlannedRun> planned =
        new ArrayList<>(List.of(PlannedRun.of(new UniformAnnealing(Samples.BASE_RATE))));
    add(planned, spec, FreezeOut.of(0.1, 0.5, Strategy.CUBIC), CachePrecision.FLOAT32);
    add(planned, spec, FreezeOut.of(0.1, 0.5, Strategy.CUBIC_SCALED), CachePrecision.FLOAT16);
    List<TrainingRun> runs =
        LockstepTraining.of(spec, planned, TrainingListener.NONE, () -> false)
            .trainAll(new FakeBackend(), null, folder);
    Comparison.of(
            spec.architecture(),
            runs.get(0),
            runs.subList(1, runs.size()),
            List.of(new PaperCost(), new GradientCost()))
        .write(folder);
    return folder;
  }

  private static void add(
      List<PlannedRun> planned,
      ExperimentSpec spec,
      SchedulePolicy policy,
      CachePrecision precision) {
    CachePlan plan =
        CachePlan.of(spec, List.of(policy), new CacheSpec(1L << 40, 0, precision)).get(0);
    planned.add(PlannedRun.of(policy));
    planned.add(new PlannedRun(policy, Optional.of(plan)));
  }
}
