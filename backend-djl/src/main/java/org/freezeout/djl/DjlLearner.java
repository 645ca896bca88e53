package org.freezeout.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.data.Batch;
import org.freezeout.data.TestBatches;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.Evaluation;
import org.freezeout.experiment.FrozenTraces;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.StepResult;
import org.freezeout.experiment.Stopwatch;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;

/**
 * A network in training under one schedule, on an engine of DJL. On several devices a step computes
 * on each the gradients of its part of the batch, and updates all with their sum ({@link
 * Replicas}); everything else, evaluation and checkpoints included, is the first device's.
 */
final class DjlLearner implements Learner {

  private final DjlSession session;
  private final LayerwiseSchedule schedule;
  private final TrainingLength length;
  private final Model model;
  private final CutNetwork network;
  private final Replicas replicas;

  /** The network, and its replica on each further device. */
  private final List<CutNetwork> networks;

  private final NesterovOptimizer optimizer;
  private final Optional<CachedPrefix> prefix;
  private final int lastDropout;
  private final double[] rates;

  /** Of the last step: whether its loss is not finite, and if so which group that began in. */
  private boolean lossLost;

  private OptionalInt lostGroup = OptionalInt.empty();

  DjlLearner(DjlSession session, LayerwiseSchedule schedule, Optional<CachePlan> cache) {
    this.session = session;
    this.schedule = schedule;
    ArchitectureSpec architecture = session.spec().architecture();
    OptimizationSpec optimization = session.spec().optimization();
    length = session.spec().length();
    rates = new double[schedule.size()];
    lastDropout = Dropouts.lastGroup(architecture);
    session.engine().enterThread();
    model = FreezeOutModels.newModel(session.djl(), session.devices().get(0));
    try {
      NDManager manager = model.getNDManager();
      Sequence block = session.newNetwork(manager);
      model.setBlock(block);
      network = new CutNetwork(session.djl(), manager, block.blocks());
      replicas = new Replicas(session, network, manager);
      networks = new ArrayList<>(List.of(network));
      networks.addAll(replicas.networks());
      prefix = cache.map(plan -> new CachedPrefix(session.engine(), network, session.spec(), plan));
      optimizer =
          new NesterovOptimizer(
              session.engine(),
              manager,
              block.blocks(),
              optimization.momentum(),
              optimization.weightDecay());
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  @Override
  public StepResult train(int step) {
    try {
      return trainStep(step);
    } catch (RuntimeException e) {
      throw session.explained(e);
    }
  }

  private StepResult trainStep(int step) {
    double t = length.progress(step);
    int frozenPrefix = schedule.frozenPrefix(t);
    schedule.rates(t, rates);
    NDManager manager = model.getNDManager();
    session.engine().enterThread();
    optimizer.release(frozenPrefix);
    replicas.freeze(frozenPrefix);
    seedDropout(step, frozenPrefix, 0);
    synchronizeIfCompared();
    Stopwatch watch = Stopwatch.start();
    float loss;
    try (NDManager scope = manager.newSubManager()) {
      List<NDManager> scopes = session.onEachDevice(scope);
      List<NDArray> borders =
          usesCache(frozenPrefix)
              ? List.of(prefix.orElseThrow().border(frozenPrefix, session.batch(), step, scope))
              : borders(frozenPrefix, scopes);
      List<NDArray> losses = new ArrayList<>();
      for (int i = 0; i < networks.size(); i++) {
        if (i > 0) {
          seedDropout(step, frozenPrefix, i);
        }
        Shard shard = session.shards().get(i);
        NDArray labels = alias(shard.labels(), scopes.get(i));
        losses.add(
            networks.get(i).trainBehind(frozenPrefix, borders.get(i), labels, shard.share()));
      }
      if (session.onGpu()) {
        // To wait for the loss first would leave the GPU idle while the updates are started.
        update(frozenPrefix);
        synchronizeIfCompared();
        loss = sum(losses);
        lossLost = !Float.isFinite(loss);
      } else {
        loss = sum(losses);
        lossLost = !Float.isFinite(loss);
        if (lossLost) {
          lostGroup = lostGroup(frozenPrefix, borders, losses);
        } else {
          update(frozenPrefix);
        }
        synchronizeIfCompared();
      }
    }
    return new StepResult(
        OptionalDouble.of(loss), watch.elapsed(), cachedImages(usesCache(frozenPrefix)));
  }

  /** The output of the frozen prefix for each part of the batch. */
  private List<NDArray> borders(int frozenPrefix, List<NDManager> scopes) {
    List<NDArray> borders = new ArrayList<>();
    List<NDManager> passing = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      NDArray images = alias(session.shards().get(i).images(), scopes.get(i));
      if (frozenPrefix == 0) {
        borders.add(images);
      } else {
        passing.add(scopes.get(i).newSubManager());
        borders.add(networks.get(i).frozen(0, frozenPrefix, images, passing.get(i)));
      }
    }
    passing.forEach(NDManager::close);
    return borders;
  }

  /** Runs every operation in training and, as far as frozen groups have it, in inference. */
  void useEveryKernel(List<Shard> shards) {
    for (int i = 0; i < networks.size(); i++) {
      networks.get(i).train(0, shards.get(i).images(), shards.get(i).labels());
    }
    update(0);
    for (int i = 0; i < networks.size(); i++) {
      NDArray images = shards.get(i).images();
      networks.get(i).train(rates.length - 1, images, shards.get(i).labels());
      networks.get(i).predict(images);
    }
  }

  private void update(int frozenPrefix) {
    for (int group = frozenPrefix; group < rates.length; group++) {
      replicas.addGradients(group);
    }
    optimizer.step(frozenPrefix, rates);
    for (int group = frozenPrefix; group < rates.length; group++) {
      replicas.copyWeights(group);
    }
  }

  /** Where a loss comes from that is not finite, before the weights are updated by it. */
  private OptionalInt lostGroup(int frozenPrefix, List<NDArray> borders, List<NDArray> losses) {
    OptionalInt weights = Finiteness.firstLostWeights(network.groups());
    if (weights.isPresent()) {
      return weights;
    }
    int device = 0;
    while (device < losses.size() - 1 && Float.isFinite(losses.get(device).getFloat())) {
      device++;
    }
    return networks.get(device).firstLost(frozenPrefix, borders.get(device));
  }

  /** Those of all devices, each of which is its share of the batch's mean loss. */
  private static float sum(List<NDArray> losses) {
    float sum = 0;
    for (NDArray loss : losses) {
      sum += loss.getFloat();
    }
    return sum;
  }

  @Override
  public OptionalInt divergedGroup() {
    session.engine().enterThread();
    return lossLost ? lostGroup : Finiteness.firstLost(network.groups());
  }

  /** Whether it takes the images of a step from the session, rather than what it keeps of them. */
  boolean needsImages(int step) {
    return !usesCache(schedule.frozenPrefix(length.progress(step)));
  }

  private boolean usesCache(int frozenPrefix) {
    return prefix.isPresent() && prefix.get().handles(frozenPrefix);
  }

  private OptionalInt cachedImages(boolean used) {
    return prefix.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(used ? prefix.get().cachedImages() : 0);
  }

  @Override
  public void emptyCache() {
    prefix.ifPresent(CachedPrefix::empty);
  }

  @Override
  public Evaluation evaluate() {
    try {
      return evaluateAll();
    } catch (RuntimeException e) {
      throw session.explained(e);
    }
  }

  private Evaluation evaluateAll() {
    Stopwatch watch = Stopwatch.start();
    session.engine().enterThread();
    ArchitectureSpec architecture = session.spec().architecture();
    int batchSize = session.spec().optimization().batchSize();
    Score score = new Score(architecture.classes());
    InputBuffers buffers = new InputBuffers(batchSize, architecture.input());
    int images = session.spec().data().testImages();
    for (Batch batch : new TestBatches(session.data(), batchSize, images)) {
      try (NDManager scope = model.getNDManager().newSubManager()) {
        NDArray outputs = network.predict(buffers.images(scope, batch));
        score.add(outputs.toFloatArray(), batch.labels());
      }
    }
    return new Evaluation(score.errorPercent(), score.loss(), watch.elapsed());
  }

  /** A frozen group that is not the same on every device has another digest than on the first. */
  @Override
  public String groupSha256(int group) {
    return replicas.sha256(group);
  }

  @Override
  public Optional<FrozenTraces> frozenTraces(int frozenPrefix) {
    session.engine().enterThread();
    FrozenTraces first = optimizer.traces(frozenPrefix);
    int gradients = Math.max(first.gradients(), replicas.gradients(frozenPrefix));
    return Optional.of(new FrozenTraces(gradients, first.velocities()));
  }

  @Override
  public String weightsSha256() {
    return Digests.sha256(network.groups());
  }

  @Override
  public void saveWeights(Path folder) throws IOException {
    FreezeOutModels.save(model, session.data(), folder);
  }

  /**
   * Weights and statistics in the order of the groups, then the velocities. What the frozen prefix
   * keeps is left out: it is computed again when it is missing.
   */
  @Override
  public void saveState(DataOutput out) throws IOException {
    session.engine().enterThread();
    for (Block group : network.groups()) {
      for (Parameter parameter : group.getParameters().values()) {
        ArrayBits.write(parameter.getArray(), out);
      }
    }
    optimizer.saveVelocities(out);
  }

  @Override
  public void restoreState(int step, DataInput in) throws IOException {
    session.engine().enterThread();
    for (Block group : network.groups()) {
      for (Parameter parameter : group.getParameters().values()) {
        ArrayBits.readInto(parameter.getArray(), in);
      }
    }
    optimizer.restoreVelocities(in);
    replicas.copyEverything();
  }

  @Override
  public void close() {
    if (model.getNDManager().isOpen()) {
      prefix.ifPresent(CachedPrefix::close);
      model.close();
    }
  }

  /** What belongs to this learner, for tests. */
  NDManager manager() {
    return model.getNDManager();
  }

  CutNetwork network() {
    return network;
  }

  Replicas replicas() {
    return replicas;
  }

  NesterovOptimizer optimizer() {
    return optimizer;
  }

  /**
   * Step times of learners that take turns are compared, so none may leave work to the next one. A
   * learner by itself waits for its loss alone: on MXNet the rest of the backward pass and the
   * weight updates may still run then, and count in what comes next.
   */
  private void synchronizeIfCompared() {
    if (session.learners() > 1) {
      session.synchronize();
    }
  }

  /** The engine has one stream of random numbers for all learners; on PyTorch, for all devices. */
  private void seedDropout(int step, int frozenPrefix, int device) {
    if (lastDropout >= frozenPrefix) {
      var random = new SplittableRandom(session.spec().seed() + 0x9e3779b97f4a7c15L * step);
      session.djl().setRandomSeed(random.nextInt() + device);
    }
  }

  /** The same memory in another scope, where all that is computed from it will be. */
  private static NDArray alias(NDArray array, NDManager scope) {
    NDArray alias = array.stopGradient();
    alias.attach(scope);
    return alias;
  }
}
