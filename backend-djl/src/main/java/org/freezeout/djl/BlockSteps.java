package org.freezeout.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.freezeout.cost.StepSamples;
import org.freezeout.experiment.Stopwatch;
import org.freezeout.schedule.CosineAnnealing;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.TrainingLength;

/**
 * Times whole training steps of any DJL network with several frozen prefixes, as {@link
 * FreezeOutTraining} takes them, for a cost model of this machine.
 *
 * <pre>{@code
 * StepSamples samples =
 *     BlockSteps.measure(
 *         () -> LayerGroups.of(network()), // a new network each time
 *         freezing -> trainer(freezing),   // as training will make it, initialised
 *         trainer -> batch(trainer),       // a batch as training will have it
 *         30);
 * CalibratedCost cost = CalibratedCost.of(GroupCosts.ofMacs(blockCost.network()), samples);
 * }</pre>
 *
 * <p>Each prefix has a network of its own, which is thrown away, so none that is to be trained is
 * touched. They take turns, one step each, in an order that rotates and turns around, so that
 * whatever slows the machine down slows all of them alike. Fetching the batch is not timed.
 */
public final class BlockSteps {

  private static final int MOST_PROBES = 8;
  private static final int UNTIMED_ROUNDS = 5;
  private static final double RATE = 1e-4;

  private BlockSteps() {}

  /** So many groups are frozen from the second step on. */
  private record FrozenPrefix(int groups, TrainingLength length) implements SchedulePolicy {
    @Override
    public String name() {
      return "frozen-prefix-" + groups;
    }

    @Override
    public double baseRate() {
      return RATE;
    }

    @Override
    public LayerwiseSchedule forLayers(int layers) {
      List<CosineAnnealing> rates =
          new ArrayList<>(
              Collections.nCopies(groups, new CosineAnnealing(RATE, 0.5 / length.steps())));
      rates.addAll(Collections.nCopies(layers - groups, new CosineAnnealing(RATE, 1)));
      return new LayerwiseSchedule(rates);
    }
  }

  /**
   * Measures.
   *
   * @param networks makes a network and groups it, the same each time
   * @param trainers makes a trainer of {@link FreezeOutTraining#block()} with {@link
   *     FreezeOutTraining#tracker()}, and initialises it; it is closed here, and its model too
   * @param batches makes a batch of that trainer; it is closed here
   * @param rounds how many steps with each prefix are timed, at least 4
   * @return the seconds of each step: of all prefixes of a network with up to 8 groups, else of 8
   * @throws IllegalArgumentException if the rounds are too few, or the networks are not alike
   */
  public static StepSamples measure(
      Supplier<LayerGroups> networks,
      Function<FreezeOutTraining, Trainer> trainers,
      Function<Trainer, Batch> batches,
      int rounds) {
    if (rounds < StepSamples.FEWEST_ROUNDS) {
      throw new IllegalArgumentException(
          "there must be at least " + StepSamples.FEWEST_ROUNDS + " rounds, got " + rounds);
    }
    LayerGroups first = networks.get();
    List<Integer> prefixes = prefixes(first.size());
    List<Trainer> probes = new ArrayList<>();
    try {
      for (int prefix : prefixes) {
        LayerGroups groups = probes.isEmpty() ? first : networks.get();
        if (groups.size() != first.size()) {
          throw new IllegalArgumentException(
              "networks must be the same each time, got "
                  + first.size()
                  + " and "
                  + groups.size()
                  + " layer groups");
        }
        var length = new TrainingLength(1, UNTIMED_ROUNDS + rounds + 1);
        probes.add(
            trainers.apply(FreezeOutTraining.of(new FrozenPrefix(prefix, length), groups, length)));
      }
      List<List<Double>> seconds = new ArrayList<>();
      for (int round = 0; round < UNTIMED_ROUNDS + rounds; round++) {
        List<Double> times = round(probes, batches, round);
        if (round >= UNTIMED_ROUNDS) {
          seconds.add(times);
        }
      }
      return new StepSamples(prefixes, seconds);
    } finally {
      probes.forEach(BlockSteps::close);
    }
  }

  private static List<Double> round(
      List<Trainer> probes, Function<Trainer, Batch> batches, int round) {
    int n = probes.size();
    Double[] seconds = new Double[n];
    for (int i = 0; i < n; i++) {
      int place = round / n % 2 == 0 ? i : n - 1 - i;
      int probe = (round + place) % n;
      seconds[probe] = step(probes.get(probe), batches);
    }
    return List.of(seconds);
  }

  private static double step(Trainer trainer, Function<Trainer, Batch> batches) {
    NDManager manager = trainer.getManager();
    DjlEngine engine =
        DjlEngine.named(manager.getEngine().getEngineName().toLowerCase(Locale.ROOT));
    try (Batch batch = batches.apply(trainer)) {
      engine.synchronize(manager);
      Stopwatch watch = Stopwatch.start();
      EasyTrain.trainBatch(trainer, batch);
      trainer.step();
      engine.synchronize(manager);
      return watch.elapsed().wallSeconds();
    }
  }

  private static void close(Trainer trainer) {
    trainer.close();
    trainer.getModel().close();
  }

  /** The shortest, the longest, and those between at about the same distance. */
  static List<Integer> prefixes(int groups) {
    int probes = Math.min(groups, MOST_PROBES);
    return IntStream.range(0, probes)
        .mapToObj(i -> (int) Math.round((double) i * (groups - 1) / (probes - 1)))
        .toList();
  }
}
