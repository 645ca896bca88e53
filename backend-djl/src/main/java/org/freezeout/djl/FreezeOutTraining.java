package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.tracker.ParameterTracker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.TrainingLength;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progressive freezing for a network and a training loop of one's own, {@code EasyTrain.fit} or any
 * other around DJL's {@code Trainer}, with DJL's optimizers, on MXNet and PyTorch.
 *
 * <pre>{@code
 * FreezeOutTraining freezing =
 *     FreezeOutTraining.of(
 *         FreezeOut.of(0.001, 0.8), LayerGroups.of(block), new TrainingLength(epochs, steps));
 * model.setBlock(freezing.block()); // instead of block
 * config
 *     .optOptimizer(Optimizer.adam().optLearningRateTracker(freezing.tracker()).build())
 *     .addTrainingListeners(freezing.listener());
 * }</pre>
 *
 * <p>What is frozen follows from the schedule and the step. A step is over when the optimizer has
 * asked for learning rates and another training pass begins, so gradients may be accumulated over
 * several batches or devices. Frozen groups run in inference mode without being recorded for the
 * backward pass, whose end is cut off there; their parameters are {@linkplain Parameter#freeze
 * frozen}, so the trainer neither updates them nor exchanges gradients for them. Steps beyond the
 * length train nothing.
 *
 * <p>Everything else is done by the network itself: prediction, loading, saving. A file that {@code
 * model.save} writes is that of the network. When the trainer is closed, the listener makes its
 * parameters trainable again.
 *
 * @see <a href="https://arxiv.org/abs/1706.04983">arXiv 1706.04983</a>
 */
public final class FreezeOutTraining {

  private static final Logger LOGGER = LoggerFactory.getLogger(FreezeOutTraining.class);

  private final LayerGroups groups;
  private final TrainingLength length;
  private final LayerwiseSchedule schedule;
  private final FreezeOutBlock block;
  private final FreezeOutListener listener = new FreezeOutListener(this);
  private final Map<String, Integer> groupOfParameter = new HashMap<>();
  private final long[] updates;
  private final List<Parameter> frozenParameters = new ArrayList<>();
  private final List<FrozenBits> frozenBits = new ArrayList<>();
  private final Map<Device, Integer> watched = new HashMap<>();
  private final Set<String> warnings = new HashSet<>();
  private StepClock clock = new StepClock(0);
  private ParameterStore store;
  private boolean begun;
  private int frozen;
  private List<FreezeCheck> lastAudit = List.of();

  private FreezeOutTraining(SchedulePolicy policy, LayerGroups groups, TrainingLength length) {
    this.groups = groups;
    this.length = length;
    schedule = policy.forLayers(groups.size());
    updates = new long[groups.size()];
    block = new FreezeOutBlock(this, groups);
    for (int group = 0; group < groups.size(); group++) {
      for (Parameter parameter : groups.parameters(group).values()) {
        groupOfParameter.put(parameter.getId(), group);
      }
    }
  }

  /**
   * Freezing by a policy.
   *
   * @param policy {@code FreezeOut.of(baseRate, t0)}, or another
   * @param groups what freezes together
   * @param length how many optimizer steps training will take; those of an epoch are the batches
   *     that the data set gives, the last and smaller one too if it is not dropped
   * @throws IllegalArgumentException if the policy has no schedule for that many groups
   */
  public static FreezeOutTraining of(
      SchedulePolicy policy, LayerGroups groups, TrainingLength length) {
    return new FreezeOutTraining(policy, groups, length);
  }

  /**
   * Goes on with training that was stopped. Groups that were frozen then are frozen in the first
   * step. To be called before training.
   *
   * @param step how many steps were trained, in [0, T)
   * @return this
   * @throws IllegalArgumentException if the step is outside of training
   * @throws IllegalStateException if training has begun
   */
  public synchronized FreezeOutTraining startAt(int step) {
    if (begun) {
      throw new IllegalStateException("training has begun, and cannot start at step " + step);
    }
    if (step < 0 || step >= length.steps()) {
      throw new IllegalArgumentException(
          "step must lie in [0, " + length.steps() + "), got " + step);
    }
    clock = new StepClock(step);
    return this;
  }

  /** The network to train: in the place of the one that was grouped. */
  public Block block() {
    return block;
  }

  /**
   * The learning rates, for {@code optLearningRateTracker} or {@code setLearningRateTracker} of an
   * optimizer. It must not be asked by anybody else, since that counts as a step.
   */
  public ParameterTracker tracker() {
    return this::rate;
  }

  /**
   * Checks what training cannot go without, audits frozen groups after every epoch and at the end,
   * and makes parameters trainable again when the trainer is closed. Training freezes without it.
   */
  public TrainingListener listener() {
    return listener;
  }

  /** The layer groups. */
  public LayerGroups groups() {
    return groups;
  }

  /** The rates and freeze times of the groups. */
  public LayerwiseSchedule schedule() {
    return schedule;
  }

  /** How long training is meant to be. */
  public TrainingLength length() {
    return length;
  }

  /** How many steps the optimizer has done, counting those before {@link #startAt}. */
  public int completedSteps() {
    return clock.completed();
  }

  /** How many groups no longer train: groups [0, k) are frozen. */
  public synchronized int frozenPrefix() {
    return schedule.frozenPrefix(length.progress(clock.completed()));
  }

  /**
   * Compares the frozen groups with what they were when they froze, on every device.
   *
   * @return a verdict for each; once the trainer is closed, those of that moment
   */
  public synchronized List<FreezeCheck> audit() {
    if (!frozenBits.isEmpty() && frozenBits.stream().noneMatch(FrozenBits::isReleased)) {
      lastAudit = frozenBits.stream().map(bits -> bits.check(updates[bits.group()])).toList();
    }
    return lastAudit;
  }

  /**
   * A training pass begins.
   *
   * @return k: groups [0, k) are frozen in it
   */
  synchronized int enter(ParameterStore parameters, NDList inputs) {
    begun = true;
    int step = clock.forward();
    int k = schedule.frozenPrefix(length.progress(step));
    if (step >= length.steps()) {
      warnOnce(
          "training goes on after its {} steps; nothing is trained any more: give TrainingLength"
              + " the number of steps",
          length.steps());
    }
    if (k > 0) {
      if (parameters != store) {
        forget();
        store = parameters;
      }
      if (k > frozen) {
        freeze(k, step, parameters, inputs);
      }
      watch(k, step, parameters, inputs.head().getDevice());
    }
    return k;
  }

  /** The trainer is done: leaves the network as trainable as it was. */
  synchronized void release() {
    forget();
    for (Parameter parameter : frozenParameters) {
      try {
        parameter.freeze(false);
      } catch (IllegalStateException e) {
        // The model was closed before the trainer, and the array with it; the parameter is set.
      }
    }
    frozenParameters.clear();
    frozen = 0;
  }

  void warnOnce(String message, Object... values) {
    if (warnings.add(message)) {
      LOGGER.warn("FreezeOut: " + message, values);
    }
  }

  private float rate(String parameterId, int ignoredCount) {
    int step = clock.update();
    Integer group = groupOfParameter.get(parameterId);
    if (group == null) {
      throw new IllegalArgumentException(
          "the optimizer updates a parameter that is in no layer group: " + parameterId);
    }
    double t = length.progress(step);
    if (schedule.isFrozen(group, t)) {
      updates[group]++;
    }
    return (float) schedule.rate(group, t);
  }

  private void freeze(int k, int step, ParameterStore parameters, NDList inputs) {
    if (!block.isInitialized()) {
      block.initialize(parameters.getManager(), DataType.FLOAT32, inputs.getShapes());
    }
    for (int group = frozen; group < k; group++) {
      for (Parameter parameter : groups.parameters(group).values()) {
        // Running statistics never were trainable, and must not become so when this is undone.
        if (parameter.requiresGradient()) {
          parameter.freeze(true);
          frozenParameters.add(parameter);
        }
      }
      LOGGER.info(
          "FreezeOut: step {} of {}: group {} of {} frozen, {}",
          step,
          length.steps(),
          group + 1,
          groups.size(),
          groups.name(group));
    }
    frozen = k;
  }

  /** Remembers what newly frozen groups are on a device. */
  private void watch(int k, int step, ParameterStore parameters, Device device) {
    int from = watched.getOrDefault(device, 0);
    if (from < k) {
      List<FrozenBits> bits =
          Recording.paused(
              parameters.getManager().getEngine(),
              () ->
                  IntStream.range(from, k)
                      .mapToObj(group -> watchGroup(group, step, parameters, device))
                      .toList());
      frozenBits.addAll(bits);
      watched.put(device, k);
    }
  }

  private FrozenBits watchGroup(int group, int step, ParameterStore parameters, Device device) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    groups
        .parameters(group)
        .forEach(
            (name, parameter) -> arrays.put(name, parameters.getValue(parameter, device, false)));
    copyFromFirstDevice(group, arrays);
    return new FrozenBits(group, groups.name(group), device, step, arrays);
  }

  /**
   * Gives a device what the first one has, so that a frozen group is one function everywhere, the
   * one that is saved. Each device has gathered running statistics of its own; and DJL's optimizers
   * start the momentum of the second device from that of the first, so weights drift apart as well.
   */
  private void copyFromFirstDevice(int group, Map<String, NDArray> arrays) {
    frozenBits.stream()
        .filter(first -> first.group() == group)
        .findFirst()
        .ifPresent(
            first ->
                arrays.forEach(
                    (name, array) -> {
                      try (NDArray source =
                          first.arrays().get(name).toDevice(array.getDevice(), true)) {
                        array.subi(array).addi(source);
                      }
                    }));
  }

  private void forget() {
    frozenBits.clear();
    watched.clear();
    store = null;
  }
}
