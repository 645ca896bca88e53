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

/** Learners of one experiment on one device; a batch is uploaded once and shared by them. */
final class DjlSession implements TrainingSession {

  private final DjlEngine engine;
  private final Engine djl;
  private final Device device;
  private final ExperimentSpec spec;
  private final ImageDataset data;
  private final NDManager manager;
  private final InputBuffers buffers;
  private final List<DjlLearner> learners = new ArrayList<>();
  private long cacheMemory;
  private long cacheDisk;
  private BatchPrefetcher prefetcher;
  private NDManager batchScope;
  private Batch batch;
  private NDArray images;
  private NDArray labels;
  private boolean closed;

  DjlSession(DjlEngine engine, Engine djl, Device device, ExperimentSpec spec, ImageDataset data) {
    this.engine = engine;
    this.djl = djl;
    this.device = device;
    this.spec = spec;
    this.data = data;
    this.manager = djl.newBaseManager(device);
    this.buffers = new InputBuffers(spec.optimization().batchSize(), spec.architecture().input());
  }

  @Override
  public Environment environment() {
    return Environment.here(spec.engine(), engine.version(djl), Hardware.model(device));
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
      throw NativeMemory.explained(e, device);
    }
  }

  @Override
  public void prepare(TrainingListener listener) {
    if (device.isGpu()) {
      new KernelWarmUp().run(Hardware.model(device), listener, this::useEveryKernel);
    }
  }

  /** Runs every operation of every group in training and in inference, on a network of its own. */
  void useEveryKernel() {
    LayerwiseSchedule schedule =
        new UniformAnnealing(spec.optimization().baseRate())
            .forLayers(spec.architecture().groups().size());
    DjlLearner learner = new DjlLearner(this, schedule, Optional.empty());
    try (NDManager scope = learner.manager().newSubManager()) {
      int size = spec.optimization().batchSize();
      NDArray zeros = scope.zeros(NetworkBuilder.shape(size, spec.architecture().input()));
      NDArray classes = scope.zeros(new Shape(size), DataType.INT32);
      learner.useEveryKernel(zeros, classes);
      engine.synchronize(manager);
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
      throw NativeMemory.explained(e, device);
    }
    return new BatchTiming(watch.elapsed().wallSeconds(), next.preparationSeconds());
  }

  private void upload(Batch next, int step) {
    closeBatch();
    batchScope = manager.newSubManager();
    batch = next;
    if (learners.isEmpty() || learners.stream().anyMatch(learner -> learner.needsImages(step))) {
      images = buffers.images(batchScope, next);
    }
    labels = buffers.labels(batchScope, next);
  }

  /** The loaded batch. */
  Batch batch() {
    return batch;
  }

  /** How many learners take turns. */
  int learners() {
    return learners.size();
  }

  /** The images of the loaded batch. */
  NDArray images() {
    return loaded(images);
  }

  /** The labels of the loaded batch. */
  NDArray labels() {
    return loaded(labels);
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

  Device device() {
    return device;
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

  private static NDArray loaded(NDArray array) {
    if (array == null) {
      throw new IllegalStateException("no batch has been loaded");
    }
    return array;
  }

  private void closeBatch() {
    if (batchScope != null) {
      batchScope.close();
      batchScope = null;
      batch = null;
      images = null;
      labels = null;
    }
  }
}
