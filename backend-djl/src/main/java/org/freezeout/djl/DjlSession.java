package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.freezeout.data.Batch;
import org.freezeout.data.BatchPrefetcher;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.TimedBatch;
import org.freezeout.data.TrainingBatches;
import org.freezeout.experiment.BatchTiming;
import org.freezeout.experiment.CachePlan;
import org.freezeout.experiment.Environment;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.Stopwatch;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.UniformAnnealing;

/**
 * Learners of one experiment; a batch is uploaded once and shared by them. On several devices each
 * has its part of it.
 */
final class DjlSession implements TrainingSession {

  private final DjlEngine engine;
  private final Engine djl;
  private final List<Device> devices;
  private final ExperimentSpec spec;
  private final ImageDataset data;
  private final NDManager manager;

  /** Of each device, the first one's first. */
  private final List<NDManager> managers;

  private final List<InputBuffers> buffers;
  private final List<DjlLearner> learners = new ArrayList<>();
  private long cacheMemory;
  private long cacheDisk;
  private BatchPrefetcher prefetcher;
  private NDManager batchScope;
  private Batch batch;
  private List<Shard> shards = List.of();
  private boolean closed;

  DjlSession(
      DjlEngine engine, Engine djl, List<Device> devices, ExperimentSpec spec, ImageDataset data) {
    this.engine = engine;
    this.djl = djl;
    this.devices = List.copyOf(devices);
    this.spec = spec;
    this.data = data;
    this.manager = djl.newBaseManager(devices.get(0));
    this.managers = onEachDevice(manager);
    this.buffers =
        IntStream.range(0, devices.size())
            .mapToObj(i -> new InputBuffers(images(i), spec.architecture().input()))
            .toList();
  }

  @Override
  public Environment environment() {
    return Environment.here(spec.engine(), engine.version(djl), Hardware.models(devices));
  }

  @Override
  public Learner newLearner(LayerwiseSchedule schedule) {
    return newLearner(schedule, Optional.empty());
  }

  @Override
  public Learner newLearner(LayerwiseSchedule schedule, Optional<CachePlan> cache) {
    int groups = spec.architecture().groups().size();
    if (schedule.size() != groups) {
      throw new IllegalArgumentException(
          "the schedule must have one layer for each of the "
              + groups
              + " layer groups, got "
              + schedule.size());
    }
    cache.ifPresent(this::reserve);
    try {
      DjlLearner learner = new DjlLearner(this, schedule, cache);
      learners.add(learner);
      return learner;
    } catch (RuntimeException e) {
      throw explained(e);
    }
  }

  @Override
  public void prepare(TrainingListener listener) {
    if (onGpu()) {
      new KernelWarmUp().run(Hardware.model(devices.get(0)), listener, this::useEveryKernel);
    }
  }

  /** Runs every operation of every group in training and in inference, on a network of its own. */
  void useEveryKernel() {
    LayerwiseSchedule schedule =
        new UniformAnnealing(spec.optimization().baseRate())
            .forLayers(spec.architecture().groups().size());
    DjlLearner learner = new DjlLearner(this, schedule, Optional.empty());
    try (NDManager scope = learner.manager().newSubManager()) {
      List<NDManager> scopes = onEachDevice(scope);
      List<Shard> zeros = new ArrayList<>();
      for (int i = 0; i < devices.size(); i++) {
        Shape input = NetworkBuilder.shape(images(i), spec.architecture().input());
        NDArray labels = scopes.get(i).zeros(new Shape(images(i)), DataType.INT32);
        zeros.add(new Shard(scopes.get(i).zeros(input), labels, share(i)));
      }
      learner.useEveryKernel(zeros);
      synchronize();
    } finally {
      learner.close();
    }
  }

  @Override
  public BatchTiming loadBatch(int step) {
    Stopwatch watch = Stopwatch.start();
    if (prefetcher == null) {
      var optimization = spec.optimization();
      prefetcher =
          new BatchPrefetcher(
              new TrainingBatches(
                  data,
                  spec.data().augmentation(),
                  spec.data().views(),
                  optimization.batchSize(),
                  spec.seed()),
              step);
    }
    TimedBatch next = prefetcher.take(step);
    try {
      upload(next.batch(), step);
    } catch (RuntimeException e) {
      throw explained(e);
    }
    return new BatchTiming(watch.elapsed().wallSeconds(), next.preparationSeconds());
  }

  private void upload(Batch next, int step) {
    closeBatch();
    batchScope = manager.newSubManager();
    batch = next;
    boolean needed =
        learners.isEmpty() || learners.stream().anyMatch(learner -> learner.needsImages(step));
    List<NDManager> scopes = onEachDevice(batchScope);
    List<Shard> parts = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      InputBuffers memory = buffers.get(i);
      NDManager scope = scopes.get(i);
      NDArray images = needed ? memory.images(scope, next, start(i), images(i)) : null;
      parts.add(new Shard(images, memory.labels(scope, next, start(i), images(i)), share(i)));
    }
    shards = parts;
  }

  /** A manager, and one below it for each further device, which is closed with it. */
  List<NDManager> onEachDevice(NDManager first) {
    List<NDManager> each = new ArrayList<>(List.of(first));
    devices.stream().skip(1).map(first::newSubManager).forEach(each::add);
    return each;
  }

  /** A network with its initial weights. */
  Sequence newNetwork(NDManager owner) {
    Sequence network = NetworkBuilder.build(spec.architecture());
    InitialWeights.initialize(
        network,
        owner,
        DataType.FLOAT32,
        NetworkBuilder.shape(1, spec.architecture().input()),
        spec.seed());
    return network;
  }

  /** Waits until the devices have done all that was started. */
  void synchronize() {
    managers.forEach(engine::synchronize);
  }

  /** What an engine threw, said more clearly where memory was missing. */
  RuntimeException explained(RuntimeException e) {
    return NativeMemory.explained(e, spec.engine().device());
  }

  private int start(int device) {
    return Shard.start(spec.optimization().batchSize(), devices.size(), device);
  }

  /** How many images of a batch a device has. */
  private int images(int device) {
    return start(device + 1) - start(device);
  }

  private double share(int device) {
    return (double) images(device) / spec.optimization().batchSize();
  }

  /** The loaded batch. */
  Batch batch() {
    return batch;
  }

  /** How many learners take turns. */
  int learners() {
    return learners.size();
  }

  /** The loaded batch, the part of each device. */
  List<Shard> shards() {
    if (shards.isEmpty()) {
      throw new IllegalStateException("no batch has been loaded");
    }
    return shards;
  }

  NDManager manager() {
    return manager;
  }

  DjlEngine engine() {
    return engine;
  }

  Engine djl() {
    return djl;
  }

  List<Device> devices() {
    return devices;
  }

  boolean onGpu() {
    return devices.get(0).isGpu();
  }

  ExperimentSpec spec() {
    return spec;
  }

  ImageDataset data() {
    return data;
  }

  /** Frees all of it, whatever goes wrong with a part. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<Runnable> parts = new ArrayList<>();
    if (prefetcher != null) {
      parts.add(prefetcher::close);
    }
    learners.forEach(learner -> parts.add(learner::close));
    parts.addAll(List.of(this::closeBatch, manager::close, engine::release));
    RuntimeException failure = null;
    for (Runnable part : parts) {
      try {
        part.run();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Checks that there is room for one more cache beside those that were promised theirs. */
  private void reserve(CachePlan plan) {
    DirectMemory.check(cacheMemory + plan.memoryBytes());
    EntryStore.checkDisk(cacheDisk + plan.diskBytes());
    cacheMemory += plan.memoryBytes();
    cacheDisk += plan.diskBytes();
  }

  private void closeBatch() {
    if (batchScope != null) {
      batchScope.close();
      batchScope = null;
      batch = null;
      shards = List.of();
    }
  }
}
