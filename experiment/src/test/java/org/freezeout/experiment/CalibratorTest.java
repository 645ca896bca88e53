package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.data.Augmentation;
import org.freezeout.data.ImageDataset;
import org.freezeout.schedule.LayerwiseSchedule;
import org.junit.jupiter.api.Test;

class CalibratorTest {

  private final FakeBackend backend = new FakeBackend();
  private final ExperimentSpec spec = Fixtures.spec(1, 3);

  private Optional<Calibration> calibrate(int stopAfter) {
    int[] asked = {0};
    return new Calibrator(spec, TrainingListener.NONE, () -> asked[0]++ >= stopAfter)
        .calibrate(backend, null);
  }

  /** The fake engine needs 1, 2 and 3 seconds for its three learners. */
  @Test
  void measuresEveryPrefixInEveryRound() {
    Calibration calibration = calibrate(Integer.MAX_VALUE).orElseThrow();
    assertEquals(List.of(0, 1, 2), calibration.prefixes());
    assertEquals(8, calibration.stepSeconds().size());
    calibration.stepSeconds().forEach(round -> assertEquals(List.of(1.0, 2.0, 3.0), round));
    assertEquals(2, calibration.cost(spec.architecture()).stepCost(1), 1e-12);
    calibration.checkFits(spec);
    calibration.checkFits(Environment.here(spec.engine(), "1.0", "no hardware"));
    assertEquals("three-groups", calibration.arch());
    assertEquals("close session", backend.calls.get(backend.calls.size() - 1));
  }

  /** The fake engine waits a quarter of a second for each batch and evaluates in 8 s. */
  @Test
  void measuresWhatARunTakesBesideItsSteps() {
    BesideSteps besides = calibrate(Integer.MAX_VALUE).orElseThrow().besideSteps();
    assertEquals(7, besides.trainingImages());
    assertEquals(7, besides.testImages());
    assertEquals(Collections.nCopies(8, 0.25), besides.waitSeconds());
    int threads = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 2));
    assertEquals(Collections.nCopies(8, 0.5 / threads), besides.preparationSeconds());
    assertEquals(7, besides.evaluationImages());
    assertEquals(List.of(8.0, 8.0), besides.evaluationSeconds());
    assertEquals(0, besides.firstStepsSeconds());
    assertEquals(3, backend.calls.stream().filter("evaluate 0"::equals).count());
  }

  /**
   * First steps take 3 s and later ones 1 s; the first evaluation takes 10 s and later ones 8 s.
   */
  @Test
  void tellsWhatWarmingUpTakes() {
    var probe = new BesideStepsProbe(2);
    probe.first(List.of(3.0, 30.0));
    probe.first(List.of(3.0, 30.0));
    probe.warmUp(List.of(1.5, 1.5));
    probe.warmUp(List.of(1.25, 1.25));
    for (int round = 0; round < 4; round++) {
      probe.timed(FakeBackend.BATCH, List.of(1.0, 1.0));
    }
    double[] evaluations = {10, 8, 8};
    int[] evaluated = {0};
    probe.evaluate(
        (Learner)
            Proxy.newProxyInstance(
                Learner.class.getClassLoader(),
                new Class<?>[] {Learner.class},
                (proxy, method, arguments) ->
                    new Evaluation(
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        new Elapsed(evaluations[evaluated[0]++], 0))),
        4);
    BesideSteps besides = probe.result(spec.data());
    assertEquals(2, besides.startSeconds());
    assertEquals(2 * 2 + 2 * 0.75 + 2, besides.firstStepsSeconds());
    assertEquals(7.5 + 2, besides.overheads().startSeconds().value());
    assertEquals(2, besides.overheads().evaluationSecondsPerImage().value());
  }

  @Test
  void goesUpAndDownThroughThePrefixes() {
    calibrate(Integer.MAX_VALUE);
    List<String> orders = new ArrayList<>();
    for (String call : backend.calls) {
      if (call.startsWith("load")) {
        orders.add("");
      } else if (call.startsWith("train")) {
        orders.set(orders.size() - 1, orders.get(orders.size() - 1) + call.split(" ")[1]);
      }
    }
    assertEquals(List.of("012", "210", "012", "210", "012", "210", "012"), orders.subList(0, 7));
  }

  /**
   * The fake engine needs 4 and 5 seconds for the learners with a cache, in which one and two
   * groups are frozen. Each forgets, fills, and finds.
   */
  @Test
  void measuresStepsWithACache() {
    ExperimentSpec cached = repeating();
    Calibration calibration =
        new Calibrator(
                cached,
                1,
                Optional.of(new CacheSpec(1 << 20, 0, CachePrecision.FLOAT16)),
                TrainingListener.NONE,
                () -> false)
            .calibrate(backend, null)
            .orElseThrow();
    assertEquals(List.of(1, 2), calibration.cachedPrefixes());
    assertEquals("float16", calibration.cachePrecision());
    calibration
        .stepSeconds()
        .forEach(round -> assertEquals(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 4.0, 5.0), round));
    assertTrue(calibration.cost(cached.architecture()).knowsCaches());
    assertTrue(backend.calls.containsAll(List.of("cache in run 3", "cache in run 4")));
    // Upwards, and back in the next round.
    List<String> upwards =
        List.of("train 1", "empty 3", "train 3", "train 3", "train 2", "empty 4", "train 4");
    assertEquals(upwards, calls("train 1 step 0", upwards.size()));
    List<String> downwards =
        List.of("train 2", "empty 3", "train 3", "train 3", "train 1", "train 0");
    assertEquals(downwards, calls("train 2 step 1", downwards.size()));
    calibration.checkCache(CachePrecision.FLOAT16);
    assertEquals(
        "the calibration is for cache precision float16, not for float32",
        Fixtures.refusal(() -> calibration.checkCache(CachePrecision.FLOAT32)));
  }

  /** So many calls from one on, without their steps. */
  private List<String> calls(String first, int number) {
    int from = backend.calls.indexOf(first);
    return backend.calls.subList(from, from + number).stream()
        .map(call -> call.replaceAll(" step.*", ""))
        .toList();
  }

  @Test
  void refusesCachesThatCannotBe() {
    var room = new CacheSpec(1 << 20, 0, CachePrecision.FLOAT32);
    assertTrue(refusal(spec, room).startsWith("a cache needs images that come again"));
    // 18 images of 384 numbers.
    assertEquals(
        "the cache of a calibration needs 27.0 KiB, behind group wide, and may take 14 bytes, its"
            + " share among 4: raise --cache-memory or --cache-disk",
        refusal(
            CachePlanTest.spec(OptionalInt.empty(), 1),
            new CacheSpec(30, 28, CachePrecision.FLOAT32)));
  }

  private static String refusal(ExperimentSpec spec, CacheSpec cache) {
    return Fixtures.refusal(
        () -> new Calibrator(spec, 1, Optional.of(cache), TrainingListener.NONE, () -> false));
  }

  /** The same on images that are not augmented. */
  private ExperimentSpec repeating() {
    DataSpec data = spec.data();
    return new ExperimentSpec(
        spec.architecture(),
        new DataSpec(data.dataset(), data.trainingImages(), data.testImages(), Augmentation.NONE),
        spec.engine(),
        spec.optimization(),
        spec.seed());
  }

  @Test
  void freezesFromTheSecondStepOn() {
    List<Integer> trained = new ArrayList<>();
    var counting =
        new FakeBackend() {
          @Override
          public TrainingSession open(ExperimentSpec spec, ImageDataset data) {
            TrainingSession session = super.open(spec, data);
            return (TrainingSession)
                Proxy.newProxyInstance(
                    TrainingSession.class.getClassLoader(),
                    new Class<?>[] {TrainingSession.class},
                    (proxy, method, arguments) -> {
                      if (method.getName().equals("newLearner")) {
                        var schedule = (LayerwiseSchedule) arguments[0];
                        for (int step : new int[] {0, 1, 204}) {
                          trained.add(schedule.frozenPrefix(spec.length().progress(step)));
                        }
                      }
                      return method.invoke(session, arguments);
                    });
          }
        };
    new Calibrator(spec, TrainingListener.NONE, () -> false).calibrate(counting, null);
    assertEquals(List.of(0, 0, 0, 0, 1, 1, 0, 2, 2), trained);
  }

  @Test
  void stopsBetweenRounds() {
    assertTrue(calibrate(2).isEmpty());
    assertTrue(backend.calls.contains("load 1"));
    assertTrue(!backend.calls.contains("load 2"));
    assertEquals("close session", backend.calls.get(backend.calls.size() - 1));
  }

  @Test
  void probesDeepNetworksEvenlyInCost() throws IOException {
    ArchitectureSpec deep =
        Architectures.named("densenet-bc-76-12", Optional.empty(), OptionalInt.empty());
    List<Integer> prefixes = CalibrationProbes.prefixes(deep);
    assertTrue(prefixes.size() <= 12, prefixes.toString());
    assertEquals(0, prefixes.get(0));
    assertEquals(39, prefixes.get(prefixes.size() - 1));
    GroupCosts costs = GroupCosts.ofMacs(NetworkCost.of(deep));
    double range = costs.stepCost(0) - costs.stepCost(39);
    for (int i = 1; i < prefixes.size(); i++) {
      double gap = costs.stepCost(prefixes.get(i - 1)) - costs.stepCost(prefixes.get(i));
      assertTrue(gap < 0.15 * range, prefixes + " at " + i + ": " + gap / range);
    }
  }

  @Test
  void needsSomethingToFreeze() {
    var single =
        new ArchitectureSpec(
            "one", FeatureShape.ofVector(3), List.of(LayerGroup.of("a", new Dense(2, true))));
    var one =
        new ExperimentSpec(single, spec.data(), spec.engine(), spec.optimization(), spec.seed());
    assertEquals(
        "one must have at least two layer groups, got 1",
        Fixtures.refusal(() -> new Calibrator(one, TrainingListener.NONE, () -> false)));
  }
}
