package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import org.junit.jupiter.api.Test;

class PrefixCachingTest {

  /** Freeze times 0.5, 0.75 and 1. */
  private final FreezeOut policy = FreezeOut.of(0.1, 0.5, Strategy.LINEAR);

  private final LayerwiseSchedule schedule = policy.forLayers(3);

  /** Freeze steps 20, 30 and 40. */
  private final TrainingLength length = new TrainingLength(10, 4);

  @Test
  void aGroupIsSparedWhereItsViewWasSeenFrozenBefore() {
    // One view: images of the epochs 6 to 9 were seen with group 0 frozen (epoch 5 fills), those of
    // the second half of epoch 8 and of epoch 9 partly with group 1.
    assertEquals(
        List.of(1 - 16 / 40.0, 1 - 6 / 40.0, 1.0), shares(PrefixCaching.ofViews(1), length));
    // Three views: epochs 8 and 9 look at entries of 5 and 6, in which group 1 still trained.
    assertEquals(List.of(1 - 8 / 40.0, 1.0, 1.0), shares(PrefixCaching.ofViews(3), length));
  }

  @Test
  void entriesBelowTheFirstBorderAreNotThere() {
    assertEquals(
        List.of(1 - 6 / 40.0, 1 - 6 / 40.0, 1.0), shares(new PrefixCaching(1, 2, 1), length));
  }

  @Test
  void stepsExpectTheShareOfTheirEarlierEpochThatStored() {
    PrefixCaching caching = PrefixCaching.ofViews(1);
    assertEquals(1, caching.forwardShare(schedule, length, 0, 23)); // epoch 5 after epoch 4
    assertEquals(0, caching.forwardShare(schedule, length, 0, 24)); // epoch 6 after epoch 5
    assertEquals(1, caching.forwardShare(schedule, length, 1, 31)); // epoch 7 after epoch 6
    assertEquals(0.5, caching.forwardShare(schedule, length, 1, 32)); // half of epoch 7
    assertEquals(0, caching.forwardShare(schedule, length, 1, 36));
    assertEquals(1, caching.forwardShare(schedule, length, 2, 39));
  }

  /** Of two images both were stored with a probability of 1/4 where half of all images were. */
  @Test
  void aWholeBatchIsSparedOnlyIfAllOfItsImagesWereStored() {
    PrefixCaching pairs = new PrefixCaching(1, 1, 1, 2);
    assertEquals(0.75, pairs.forwardShare(schedule, length, 1, 32));
    assertEquals(0.5, pairs.storedShare(schedule, length, 1, 32));
    assertEquals(List.of(1 - 16 / 40.0, 1 - 5 / 40.0, 1.0), shares(pairs, length));
    PrefixCaching many = new PrefixCaching(1, 1, 1, 128);
    assertEquals(1 - 4 / 40.0, many.forwardShare(schedule, length, 1), 1e-15);
  }

  @Test
  void idealSharesTakeFreezeTimesAsTheyAre() {
    FreezePlan plan = FreezePlan.cached(policy, 3, 10, PrefixCaching.ofViews(1));
    assertEquals(FreezePlan.continuous(policy, 3).trainedShares(), plan.trainedShares());
    List.of(1 - 4 / 10.0, 1 - 1.5 / 10, 1.0)
        .forEach(
            share ->
                assertTrue(
                    plan.forwardShares().stream().anyMatch(f -> Math.abs(f - share) < 1e-15),
                    plan::toString));
  }

  @Test
  void aCacheThatIsNeverReadDoesNotPay() {
    assertTrue(PrefixCaching.ofViews(4).pays(schedule, length));
    assertFalse(PrefixCaching.ofViews(5).pays(schedule, length));
    assertFalse(new PrefixCaching(1, 3, 1).pays(schedule, length)); // all three never freeze
    assertEquals(4, PrefixCaching.ofViews(4).fillingEpochs(schedule, length));
    assertEquals(5, PrefixCaching.ofViews(9).fillingEpochs(schedule, length)); // to the end
    assertEquals(0, new PrefixCaching(1, 3, 1).fillingEpochs(schedule, length));
  }

  @Test
  void countsTheForwardPassesThatAreLeft() {
    // 100, 200 and 300 forward; the first group's input needs no gradient, the others' belongs to
    // the group before.
    GroupCosts costs =
        new GroupCosts(
            List.of(
                new GroupCost(100, 100, 0, 0, true),
                new GroupCost(200, 200, 0, 200, true),
                new GroupCost(300, 300, 0, 300, true)));
    PrefixCaching caching = PrefixCaching.ofViews(1);
    // Epoch 8 begins with two groups frozen; half of its images were last seen so.
    assertEquals(0.5 * 200 + 300 + 300, costs.stepCost(schedule, length, 32, caching));
    FreezePlan plain = FreezePlan.discrete(policy, 3, length);
    FreezePlan cached = FreezePlan.cached(policy, 3, length, caching);
    assertEquals(
        (16 * 100 + 6 * 200) / 40.0, costs.meanStepCost(plain) - costs.meanStepCost(cached), 1e-9);
  }

  @Test
  void theModelsCountThem() {
    // 100 multiply-accumulates in each of two groups: 1x10x10 convolved with 1x1, and 100 * 1.
    var network =
        new ArchitectureSpec(
            "two",
            new FeatureShape(1, 10, 10),
            List.of(
                LayerGroup.of("conv", Convolution.of(1, 1, 1)),
                LayerGroup.of("dense", new Dense(1, false))));
    FreezePlan plan = FreezePlan.cached(policy, 2, length, PrefixCaching.ofViews(1));
    // t_0 = 0.5, forward share 0.6: of 2 + 2 passes (paper), or 2 + 3 (gradient), these are spared.
    assertEquals((0.5 + 0.4) / 4, new PaperCost().saving(network, plan), 1e-15);
    assertEquals((0.5 + 0.4 + 0.5) / 5, new GradientCost().saving(network, plan), 1e-15);
  }

  @Test
  void cachesTakeRoomForTheLargestBorderThatTheyReach() {
    var network =
        new ArchitectureSpec(
            "three",
            new FeatureShape(3, 8, 8),
            List.of(
                LayerGroup.of("wide", Convolution.of(16, 3, 1)),
                LayerGroup.of("narrow", Convolution.of(2, 3, 1)),
                LayerGroup.of("classifier", new Dense(10, true))));
    CacheSize size = CacheSize.of(network, CachePrecision.FLOAT32);
    assertEquals(List.of(4L * 192, 4L * 1024, 4L * 128, 4L * 10), size.bytesPerImage());
    assertEquals(2 * 1024, CacheSize.of(network, CachePrecision.FLOAT16).bytesPerImage().get(1));
    PrefixCaching all = PrefixCaching.ofViews(3);
    assertEquals(4096, size.largestBytesPerImage(schedule, length, all));
    assertEquals(4096L * 50_000 * 3, size.largestBytes(schedule, length, all, 50_000));
    assertEquals(512, size.largestBytesPerImage(schedule, length, new PrefixCaching(1, 2, 1)));
    assertEquals(0, size.largestBytesPerImage(schedule, length, new PrefixCaching(1, 3, 1)));
  }

  @Test
  void refusesWhatIsNoCache() {
    assertThrows(IllegalArgumentException.class, () -> PrefixCaching.ofViews(0));
    assertThrows(IllegalArgumentException.class, () -> new PrefixCaching(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new PrefixCaching(1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new PrefixCaching(1, 1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new PrefixCaching(1, 1, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> FreezePlan.cached(policy, 3, length, new PrefixCaching(1, 4, 1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> FreezePlan.cached(policy, 3, 0, PrefixCaching.ofViews(1)));
  }

  private List<Double> shares(PrefixCaching caching, TrainingLength length) {
    return IntStream.range(0, schedule.size())
        .mapToObj(group -> caching.forwardShare(schedule, length, group))
        .toList();
  }
}
