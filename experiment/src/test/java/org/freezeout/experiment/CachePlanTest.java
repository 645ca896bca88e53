package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.BASELINE;
import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.cost.CachePrecision;
import org.freezeout.data.Augmentation;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;

class CachePlanTest {

  /** Five groups that freeze at 0.5, 0.625, 0.75, 0.875 and 1. */
  private static final SchedulePolicy LINEAR = FreezeOut.of(0.1, 0.5, Strategy.LINEAR);

  /** Borders of 6 x 8 x 8 = 384, 3 x 8 x 8 = 192, 4 x 8 x 8 = 256 and 4 numbers. */
  private static final ArchitectureSpec NETWORK =
      new ArchitectureSpec(
          "borders",
          new FeatureShape(1, 8, 8),
          List.of(
              LayerGroup.of("wide", Convolution.of(6, 3, 1)),
              LayerGroup.of("narrow", Convolution.of(3, 3, 1)),
              LayerGroup.of("middle", Activation.relu(), Convolution.of(4, 3, 1)),
              LayerGroup.of("pool", new GlobalAveragePooling()),
              LayerGroup.of("classifier", new Dense(3, true))));

  /** Twenty images in batches of 18: one step an epoch. */
  static ExperimentSpec spec(OptionalInt views, int epochs) {
    return new ExperimentSpec(
        NETWORK,
        new DataSpec(
            "fake-data",
            20,
            7,
            views.isPresent() ? Augmentation.STANDARD : Augmentation.NONE,
            views),
        EngineSpec.of("fake", "cpu", 1),
        OptimizationSpec.of(18, epochs, 0.1),
        42);
  }

  private static CachePlan plan(
      ExperimentSpec spec, SchedulePolicy policy, long memory, long disk) {
    return CachePlan.of(spec, List.of(policy), new CacheSpec(memory, disk, CachePrecision.FLOAT32))
        .get(0);
  }

  @Test
  void refusesSeveralDevices() {
    ExperimentSpec one = spec(OptionalInt.empty(), 16);
    var several =
        new ExperimentSpec(
            one.architecture(),
            one.data(),
            EngineSpec.of("fake", "gpu0,gpu1", 1),
            one.optimization(),
            one.seed());
    assertEquals(
        "there is no cache for several devices, got 'gpu0,gpu1'",
        Fixtures.refusal(() -> plan(several, LINEAR, 1 << 20, 0)));
  }

  /** In 16 epochs of one step the groups freeze at steps 8, 10, 12, 14 and 16. */
  @Test
  void keepsTheLargestBorderThatOccurs() {
    CachePlan plan = plan(spec(OptionalInt.empty(), 16), LINEAR, 1 << 20, 0);
    assertEquals(
        new CachePlan(CachePrecision.FLOAT32, 1, 4, 384, 20, 20 * 384 * 4, 0, 20 * 384 * 4), plan);
    assertEquals(List.of(0, 1, 2, 3, 4, 4), borders(plan));
    assertEquals(384 * 4, plan.entryBytes());
  }

  /** Behind the second border the third is the largest. */
  @Test
  void leavesOutEarlyBordersThatDoNotFit() {
    long earliest = 20 * 384 * 4;
    CachePlan plan = plan(spec(OptionalInt.empty(), 16), LINEAR, earliest - 1, 0);
    assertEquals(
        new CachePlan(CachePrecision.FLOAT32, 2, 4, 256, 20, 20 * 256 * 4, 0, earliest), plan);
    assertEquals(List.of(0, 0, 2, 3, 4, 4), borders(plan));
  }

  @Test
  void takesTheDiskForWhatMemoryCannotHold() {
    CachePlan plan = plan(spec(OptionalInt.empty(), 16), LINEAR, 10 * 384 * 4 - 1, 1 << 20);
    assertEquals(9 * 384 * 4, plan.memoryBytes());
    assertEquals(11 * 384 * 4, plan.diskBytes());
  }

  @Test
  void halvesEverythingInFloat16() {
    CachePlan plan =
        CachePlan.of(
                spec(OptionalInt.empty(), 16),
                List.of(LINEAR),
                new CacheSpec(1 << 20, 0, CachePrecision.FLOAT16))
            .get(0);
    assertEquals(20 * 384 * 2, plan.memoryBytes());
  }

  /** The group with a dense layer runs anew, so nothing is kept behind it. */
  @Test
  void stopsBeforeDenseLayers() {
    CachePlan plan = plan(spec(OptionalInt.empty(), 16), FreezeOut.of(0.1, 0.01), 1 << 20, 0);
    assertEquals(4, plan.border(5));
    CachePlan none =
        CachePlan.of(
                denseOnly(), List.of(LINEAR), new CacheSpec(1 << 20, 0, CachePrecision.FLOAT32))
            .get(0);
    assertFalse(none.keepsAnything(), "only dense layers");
  }

  /** From step 8 of 16 on, views of epochs 8 to 12 come again after 3 epochs: all three of them. */
  @Test
  void countsAnEntryForEachImageAndView() {
    assertEquals(60, plan(spec(OptionalInt.of(3), 16), LINEAR, 1 << 20, 0).entries());
    // Of 7 views those of epoch 8 alone are seen again, in epoch 15.
    CachePlan seven = plan(spec(OptionalInt.of(7), 16), LINEAR, 1 << 20, 0);
    assertEquals(20, seven.entries());
    assertEquals(List.of(0, 1, 2, 3, 4, 4), borders(seven));
    assertEquals(384, seven.entryValues());
  }

  @Test
  void keepsNothingThatIsNotSeenAgain() {
    for (CachePlan plan :
        List.of(
            plan(spec(OptionalInt.of(8), 16), LINEAR, 1, 0),
            plan(spec(OptionalInt.empty(), 1), LINEAR, 1, 0),
            plan(spec(OptionalInt.empty(), 16), BASELINE, 1, 0))) {
      assertFalse(plan.keepsAnything());
      assertEquals(List.of(0, 0, 0, 0, 0, 0), borders(plan));
      assertEquals(0, plan.memoryBytes() + plan.diskBytes());
    }
  }

  @Test
  void sharesTheBudgetEqually() {
    List<CachePlan> plans =
        CachePlan.of(
            spec(OptionalInt.empty(), 16),
            List.of(LINEAR, FreezeOut.of(0.1, 0.5)),
            new CacheSpec(2 * 20 * 384 * 4, 0, CachePrecision.FLOAT32));
    plans.forEach(plan -> assertEquals(20 * 384 * 4, plan.memoryBytes()));
  }

  /** A calibration keeps the 18 images of a batch, with an equal share for every frozen prefix. */
  @Test
  void keepsABatchForACalibration() {
    ExperimentSpec spec = spec(OptionalInt.empty(), 16);
    long batch = 18 * 384 * 4;
    var budget = new CacheSpec(2 * batch, 2 * batch, CachePrecision.FLOAT32);
    assertEquals(
        List.of(
            new CachePlan(CachePrecision.FLOAT32, 1, 4, 384, 18, batch, 0, batch),
            new CachePlan(CachePrecision.FLOAT32, 1, 4, 384, 18, batch, 0, batch)),
        CachePlan.ofBatches(spec, List.of(1, 4), budget));
    CachePlan half =
        CachePlan.ofBatches(
                spec, List.of(2), new CacheSpec(batch / 2, batch, CachePrecision.FLOAT32))
            .get(0);
    assertEquals(batch / 2, half.memoryBytes());
    assertEquals(batch / 2, half.diskBytes());
    assertFalse(
        CachePlan.ofBatches(denseOnly(), List.of(2), budget).get(0).keepsAnything(),
        "only dense layers");
  }

  @Test
  void refusesWithTheNumbers() {
    // The last border that stores is that of the pool: 4 numbers of 4 bytes for 20 images.
    assertEquals(
        "the cache of linear-t0.5 needs at least 320 bytes, behind group pool, and may take 319"
            + " bytes: raise --cache-memory or --cache-disk",
        refusal(() -> plan(spec(OptionalInt.empty(), 16), LINEAR, 300, 19)));
    assertEquals(
        "a cache needs images that come again, but augmentation standard changes them in every"
            + " epoch: give it a number of views (--views), or use none",
        refusal(() -> plan(Fixtures.spec(2, 3), LINEAR, 1 << 20, 0)));
    assertEquals(
        "cache memory must be at least 0, got -1",
        refusal(() -> new CacheSpec(-1, 0, CachePrecision.FLOAT32)));
    assertEquals(
        "cache memory and disk must fit in a long, got 9223372036854775807 and 1",
        refusal(() -> new CacheSpec(Long.MAX_VALUE, 1, CachePrecision.FLOAT32)));
  }

  private static ExperimentSpec denseOnly() {
    return new ExperimentSpec(
        Fixtures.network(),
        new DataSpec("fake-data", 20, 7, Augmentation.NONE),
        EngineSpec.of("fake", "cpu", 1),
        OptimizationSpec.of(18, 16, 0.1),
        42);
  }

  /** The border of every frozen prefix. */
  private static List<Integer> borders(CachePlan plan) {
    return IntStream.rangeClosed(0, 5).mapToObj(plan::border).toList();
  }
}
